"""The check in the browser: findings beside what they concern, mended, set aside, in the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from funnel.groups import MARKETING
from funnel.models import Funnel, Step, Waiver
from quizzes.models import Outcome, Quiz
from tests.conftest import OpenPage
from tests.funnel.factories import document_from, edited, make_funnel, plain_document
from tests.journeys.checking import Checks
from tests.journeys.staff import log_in
from tests.journeys.test_accessibility import UNFOLD

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

_QUIZ = "steps[0].quiz"
# Every second way through the quiz then ends in a tie.
_TIED = [
    (f"{_QUIZ}.questions[1].choices[0].points", {"discounter": 2}),
    (f"{_QUIZ}.questions[1].choices[1].points", {"planner": 2}),
]


@pytest.fixture
def funnel(transactional_db: None, _clean_start: None) -> Funnel:
    return make_funnel(document_from(edited(plain_document(), *_TIED)))


@pytest.fixture
def open_at(live_site: str, open_page: OpenPage, funnel: Funnel) -> Open:
    """open_at("publish/", width=390) -> a marketer's page below the funnel's address."""

    def opened(path: str, **look: object) -> Page:
        page = open_page(**{"width": 1280, **look})
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        log_in(page, live_site, f"/admin/funnel/funnel/{funnel.pk}/{path}", group=MARKETING)
        return page

    return opened


def slug(funnel: Funnel, key: str) -> str:
    return f"step-{Step.objects.get(funnel=funnel, key=key).pk}"


def finding(page: Page, words: str) -> Locator:
    return page.locator(".c-finding", has_text=words)


def fill_in_a_result(funnel: Funnel) -> Outcome:
    """Four places of one result are left to be filled in: four errors."""
    result = Outcome.objects.filter(quiz__step__funnel=funnel).earliest("position")
    result.name, result.headline = "[[name]]", "[[headline]]"
    result.interpretation, result.first_action = "[[what it means]]", "[[what to do first]]"
    result.save()
    return result


def test_a_finding_is_mended_and_the_mark_in_the_list_goes(open_at: Open, funnel: Funnel) -> None:
    quiz = slug(funnel, "quiz")
    page = open_at(f"studio/{quiz}/")
    tie = finding(page, "50.0 % of all ways end in a tie")
    expect(tie).to_be_visible()
    expect(page.locator(f"#mark-{quiz}")).to_contain_text("1 thing to look at")
    expect(tie.get_by_role("link", name="Why")).to_have_attribute("href", re.compile("/tie/$"))

    tie.get_by_role("button", name="Fix it").click()
    expect(page.get_by_text("Put right. Undo takes it back.")).to_be_visible()
    expect(page.locator("#studio-findings")).to_contain_text("Nothing to put right here.")
    expect(page.locator(f"#mark-{quiz}")).to_be_empty()
    assert Quiz.objects.get(step__funnel=funnel).tie == "question"
    page.locator("#studio-undo-last").click()
    expect(tie).to_be_visible()
    expect(page.locator(f"#mark-{quiz}")).to_contain_text("1 thing to look at")


def test_a_finding_is_set_aside_with_a_reason_and_heeded_again(
    open_at: Open, funnel: Funnel
) -> None:
    quiz = slug(funnel, "quiz")
    page = open_at(f"studio/{quiz}/")
    mark = page.locator(f"#mark-{quiz}")
    tie = finding(page, "end in a tie")
    tie.get_by_text("Ignore", exact=True).click()
    page.get_by_label("Ignore because").fill("Both results are kind.")
    page.get_by_role("button", name="Ignore it").click()
    expect(page.get_by_text("1 ignored")).to_be_visible()
    expect(mark).to_be_empty()
    assert Waiver.objects.get().reason == "Both results are kind."

    # It is kept, and marks stay right when another piece is chosen and this one again.
    page.locator(".s-go[id^=go-start-]").click()
    expect(page.locator(".s-go[id^=go-start-]")).to_have_attribute("aria-current", "page")
    expect(page.get_by_text("1 ignored")).to_have_count(0)
    page.locator(f"#go-{quiz}").click()
    page.get_by_text("1 ignored").click()
    expect(page.get_by_text("Ignored because: Both results are kind.")).to_be_visible()
    expect(mark).to_be_empty()
    page.get_by_role("button", name="Heed it again").click()
    expect(tie).to_be_visible()
    expect(mark).to_contain_text("1 thing to look at")
    assert not Waiver.objects.exists()
    page.locator(".s-go[id^=go-start-]").click()
    expect(page.locator("#studio-title")).to_be_visible()
    expect(mark).to_contain_text("1 thing to look at")


def test_three_stand_open_worst_first_and_errors_keep_it_from_going_live(
    open_at: Open, funnel: Funnel
) -> None:
    result = fill_in_a_result(funnel)
    page = open_at(f"studio/result-{result.pk}/")
    shown = page.locator("#studio-findings > .c-list > .c-finding")
    expect(shown).to_have_count(3)
    for number in range(3):
        expect(shown.nth(number)).to_have_class(re.compile("c-error"))
    expect(page.locator("#studio-findings > .c-more > summary")).to_have_text(re.compile("more"))
    expect(page.locator(f"#mark-result-{result.pk}")).to_have_class(re.compile("c-mark-bad"))

    page.goto(page.url.replace(f"studio/result-{result.pk}/", "publish/"))
    publish = page.locator(".p-act").get_by_role("button", name="Publish")
    expect(publish).to_be_disabled()
    expect(page.locator("#p-why")).to_have_text(
        "Possible as soon as the 4 things above are put right."
    )
    first = page.locator(".c-error").first
    first.get_by_role("link").first.click()
    page.wait_for_url(f"**/studio/result-{result.pk}/")


def test_the_publish_page_mends_and_sets_aside(open_at: Open, funnel: Funnel) -> None:
    page = open_at("publish/")
    if not page.locator(".p-warnings[open]").count():
        page.locator(".p-warnings > summary").click()
    finding(page, "end in a tie").get_by_role("button", name="Fix it").click()
    expect(page.get_by_text("Put right. Undo takes it back.")).to_be_visible()
    page.wait_for_url("**/publish/")
    expect(finding(page, "end in a tie")).to_have_count(0)
    if not page.locator(".p-warnings[open]").count():
        page.locator(".p-warnings > summary").click()
    vague = finding(page, "does not say what follows")
    vague.get_by_text("Ignore", exact=True).click()
    vague.get_by_label("Ignore because").fill("It is plain here.")
    vague.get_by_role("button", name="Ignore it").click()
    page.wait_for_url("**/publish/")
    expect(page.get_by_text("1 ignored")).to_be_visible()
    page.get_by_text("1 ignored").click()
    expect(page.get_by_text("Ignored because: It is plain here.")).to_be_visible()


def test_findings_publishing_and_versions_pass_axe(open_at: Open, funnel: Funnel) -> None:
    checks = Checks()
    page = open_at("publish/")
    root = page.url.removesuffix("publish/")
    checks.axe(page, "publish-warnings", without=UNFOLD)
    result = fill_in_a_result(funnel)
    for name, path in (
        ("publish-errors", "publish/"),
        ("studio-findings", f"studio/result-{result.pk}/"),
        ("versions", "versions/"),
    ):
        page.goto(root + path)
        checks.axe(page, name, without=UNFOLD)
    checks.done()
