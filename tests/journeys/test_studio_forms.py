"""The middle pane of the studio in the browser: it saves itself and never loses what was typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from funnel.models import Step
from quizzes.models import Choice, Question
from tests.conftest import OpenPage
from tests.journeys.staff import let_in, log_in

pytestmark = pytest.mark.browser


@pytest.fixture
def question(demo: Demo) -> Question:
    found = Question.objects.filter(quiz__step__funnel=demo.funnel, kind="single").first()
    assert found is not None
    return found


def studio(site: str, demo: Demo, piece: str) -> str:
    return f"{site}/admin/funnel/funnel/{demo.funnel.pk}/studio/{piece}/"


def opened(page: Page, site: str, demo: Demo, piece: str) -> Page:
    log_in(page, site, "/admin/", group=MARKETING)
    page.goto(studio(site, demo, piece))
    expect(page.locator("#studio-form")).to_be_visible()
    return page


def test_typing_saves_itself_and_rows_come_and_go(
    demo: Demo, live_site: str, open_page: OpenPage, question: Question
) -> None:
    page = opened(open_page(width=1280), live_site, demo, f"question-{question.pk}")
    box = page.locator("[name='question-text']")
    box.fill("What is your hour worth?")
    expect(page.locator("#studio-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    expect(box).to_be_focused()
    question.refresh_from_db()
    assert question.text == "What is your hour worth?"
    before = question.choices.count()
    page.get_by_role("button", name="Add an answer").click()
    new = page.locator(".s-item").nth(before).locator("textarea")
    expect(new).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith("/save/")):
        new.fill("Something new")
    assert Choice.objects.filter(question=question, text="Something new").count() == 1
    page.get_by_role("button", name=f"Answer {before + 1}: take away").click()
    expect(page.locator(".s-item")).to_have_count(before)
    assert question.choices.count() == before


def test_wrong_value_is_said_beside_its_field_and_stays_typed(
    demo: Demo, live_site: str, open_page: OpenPage
) -> None:
    offer = Step.objects.get(funnel=demo.funnel, kind="offer")
    page = opened(open_page(width=1280), live_site, demo, f"step-{offer.pk}")
    page.locator("[name='content-action']").select_option("link")
    address = page.locator("[name='content-url']")
    address.fill("http://shop.test")
    expect(page.locator("#id_content-url_error")).to_contain_text("begins with https://")
    expect(page.locator("#studio-state")).to_contain_text("Not saved yet: Address")
    expect(address).to_have_value("http://shop.test")
    address.fill("https://shop.test")
    expect(page.locator("#studio-state")).to_contain_text("Saved")
    expect(page.locator("#id_content-url_error")).to_be_empty()


def test_toolbar_writes_bold_and_inserts_a_name_with_its_other_word(
    demo: Demo, live_site: str, open_page: OpenPage
) -> None:
    offer = Step.objects.get(funnel=demo.funnel, kind="offer")
    page = opened(open_page(width=1280), live_site, demo, f"step-{offer.pk}")
    text = page.locator("[name='content-body']")
    text.fill("One hour")
    text.select_text()
    text.press("Control+b")
    expect(text).to_have_value("**One hour**")
    bold = page.locator("#id_content-body_field [data-tool=bold]")
    expect(bold).to_have_attribute("aria-pressed", "true")
    text.press("Control+z")
    expect(text).to_have_value("One hour")
    text.press("End")
    text.press_sequentially(", ")
    page.locator("#id_content-body_field [data-tool=insert]").click()
    asked = page.locator("dialog[open]")
    asked.get_by_label("What", exact=True).select_option("first name")
    asked.get_by_label("If we do not know it, say instead").fill("friend")
    asked.get_by_role("button", name="Insert").click()
    expect(text).to_have_value("One hour, [first name | friend]")
    expect(text).to_be_focused()
    expect(page.locator("#studio-state")).to_contain_text("Saved")


def test_two_people_are_shown_both_texts(
    demo: Demo, live_site: str, open_page: OpenPage, question: Question
) -> None:
    mine = opened(open_page(width=1280), live_site, demo, f"question-{question.pk}")
    theirs = open_page(width=1280)
    let_in(theirs, mine.context.cookies(), mine.url)
    theirs.goto(mine.url)
    theirs.locator("[name='question-text']").fill("Theirs?")
    expect(theirs.locator("#studio-state")).to_contain_text("Saved")
    mine.locator("[name='question-text']").fill("Mine?")
    panel = mine.locator(".s-clash .s-panel")
    expect(panel).to_contain_text("Theirs?")
    expect(mine.locator("[name='question-text']")).to_have_value("Mine?")
    question.refresh_from_db()
    assert question.text == "Theirs?"
    mine.get_by_role("button", name="Keep mine").click()
    expect(mine.locator("#studio-state")).to_contain_text("Saved")
    expect(panel).to_have_count(0)
    question.refresh_from_db()
    assert question.text == "Mine?"
    theirs.locator("[name='question-text']").fill("Theirs again?")
    theirs.get_by_role("link", name="Take theirs").click()
    expect(theirs.locator("[name='question-text']")).to_have_value("Mine?")


def test_text_survives_a_session_that_ran_out_and_a_lost_network(
    demo: Demo, live_site: str, open_page: OpenPage, question: Question
) -> None:
    page = opened(open_page(width=1280), live_site, demo, f"question-{question.pk}")
    box = page.locator("[name='question-text']")
    page.context.set_offline(True)
    box.fill("Typed in a tunnel?")
    expect(page.locator("#studio-state")).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(page.locator("#studio-state")).to_contain_text("Saved")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    box.fill("Typed after lunch?")
    expect(page.locator("#studio-out")).to_contain_text("Your text is kept here.")
    expect(box).to_have_value("Typed after lunch?")
    let_in(page, cookies, page.url)
    page.goto(studio(live_site, demo, f"question-{question.pk}"))
    expect(box).to_have_value("Typed after lunch?")
    expect(page.locator("#studio-state")).to_contain_text("Saved")
    question.refresh_from_db()
    assert question.text == "Typed after lunch?"
