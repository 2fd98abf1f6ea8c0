"""All ten kinds of question in a browser: by tap, by keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.funnel.journey.kinds_document import KINDS, STORED, kinds_publication
from tests.journeys.checking import Checks
from tests.journeys.rows import answers
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.browser

MAIN = "#step .main"
# How the answers of kinds_document are given by hand.
TAPPED = {"habit": "I guess", "paid": "No, later", "hour": "The evening"}
TYPED = {
    "lost": "12.5",
    "name": "Nadia's bakery",
    "story": "First line\nSecond line",
    "since": "2024-02-29",
}


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """Script errors on the way; there are none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def address(transactional_db: None, _clean_start: None, live_site: str) -> str:
    return f"{live_site}/f/{kinds_publication().funnel.slug}/"


def label(page: Page, number: int) -> None:
    expect(page.locator("#top .where")).to_have_text(f"{number} of 10")
    expect(page.locator("main#step")).to_have_attribute("data-screen", "question")


def give(page: Page, key: str) -> None:
    """The answer to one question, by tapping and typing."""
    if key in TAPPED:
        page.locator("#step .choices button").filter(has_text=TAPPED[key]).click()
        return
    if key in TYPED:
        page.locator("[name=answer]").fill(TYPED[key])
    elif key == "tools":
        page.get_by_label("A sheet").check()
        page.get_by_label("An app").check()
    elif key == "sure":
        page.locator(".marks label").nth(7).click()
    else:
        for _ in range(2):
            page.get_by_role("button", name="Move up: Calm").click()
    page.locator(MAIN).click()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_ten_kinds_by_tap(
    address: str, open_page: OpenPage, wrong: list[str], has_script: bool
) -> None:
    page = open_page(javascript=has_script)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    for number, key in enumerate(KINDS, start=1):
        label(page, number)
        give(page, key)
    expect(page.locator("h1")).to_have_text("You look twice")
    assert answers() == STORED


def test_ten_kinds_by_keyboard_alone(address: str, open_page: OpenPage, wrong: list[str]) -> None:
    page = open_page(width=1280)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    keys = page.keyboard
    for number, key in enumerate(KINDS, start=1):
        label(page, number)
        if key in TAPPED:
            tab_to(page, TAPPED[key])
            keys.press("Enter")
            continue
        if key == "tools":
            for words in ("A sheet", "An app"):
                tab_to(page, words)
                keys.press("Space")
        elif key == "sure":
            tab_to(page, "0")
            for _ in range(7):
                keys.press("ArrowRight")
        elif key == "order":
            # The label of a button with an arrow is not in its text.
            page.get_by_role("button", name="Move up: Calm").focus()
            keys.press("Enter")
            expect(page.locator("#said")).to_have_text("Calm: place 2 of 3")
            keys.press("Space")
            expect(page.locator("#said")).to_have_text("Calm: place 1 of 3")
            expect(page.get_by_role("button", name="Move up: Calm")).to_be_focused()
        elif key == "since":
            page.locator("[name=answer]").focus()
            keys.type("02292024")
        else:
            page.locator("[name=answer]").focus()
            keys.type(TYPED[key])
        tab_to(page, "This is my order" if key == "order" else "See" if number == 10 else "Next")
        keys.press("Enter")
    expect(page.locator("h1")).to_have_text("You look twice")
    assert answers() == STORED


def test_every_kind_is_for_everybody(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    checks = Checks()
    for number, key in enumerate(KINDS, start=1):
        label(page, number)
        checks.whole(page, f"kind-{key}")
        if key not in TAPPED and key != "order":
            page.locator(MAIN).click()
            expect(page.locator("#error-answer")).to_be_visible()
            checks.axe(page, f"kind-{key}-refused")
        give(page, key)
    checks.done()


def test_line_of_a_ranking_can_be_dragged(
    address: str, open_page: OpenPage, wrong: list[str]
) -> None:
    page = open_page(width=1280)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    for number, key in enumerate(KINDS, start=1):
        label(page, number)
        if key != "order":
            give(page, key)
    grip = page.locator(".ranks li").nth(2).locator(".grip")
    expect(grip).to_be_visible()
    box, top = grip.bounding_box(), page.locator(".ranks li").first.bounding_box()
    assert box
    assert top
    page.mouse.move(box["x"] + 10, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, top["y"] + 4, steps=12)
    page.mouse.up()
    expect(page.locator("#said")).to_have_text("Calm: place 1 of 3")
    page.locator(MAIN).click()
    expect(page.locator("h1")).to_have_text("You look twice")
    assert answers()["order"] == STORED["order"]


def test_landing_page_leads_back_to_where_one_was(
    address: str, open_page: OpenPage, wrong: list[str]
) -> None:
    page = open_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    expect(page.locator("[data-again]")).to_be_hidden()
    for number, key in enumerate(list(KINDS)[:3], start=1):
        label(page, number)
        give(page, key)
    label(page, 4)
    assert page.context.cookies() == []

    page.goto(address)
    page.get_by_role("link", name="Continue at question 4").click()
    label(page, 4)
    page.goto(address)
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("[data-again]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-again]")).to_be_hidden()
