"""A bad network: the choice is kept, said to be unsaved, sent again, and stored once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import OpenPage
from tests.funnel.journey.kinds_document import KINDS, STORED, kinds_publication
from tests.journeys.rows import answers, stored
from tests.journeys.test_kinds import TYPED, give
from tests.journeys.walking import FUNNEL, Walker

pytestmark = pytest.mark.browser

Fault = Callable[[Route], None]
ONE_ANSWER = {"visits": 1, "answers": 1, "screens": 3}


def answers_503(route: Route) -> None:
    route.fulfill(status=503, body="later")


def drops(route: Route) -> None:
    route.abort("connectionreset")


def loses_the_answer(route: Route) -> None:
    """The server takes the press; what it says never arrives."""
    route.fetch()
    route.abort("connectionreset")


def break_posts(page: Page, path: str, fault: Fault, *, times: int = 1) -> list[str]:
    """The next posts there meet the fault; the list fills with what was sent, fault or not."""
    sent: list[str] = []

    def handle(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.append(route.request.post_data or "")
        return fault(route) if len(sent) <= times else route.continue_()

    page.route(f"**{path}", handle)
    return sent


@pytest.mark.parametrize("fault", [answers_503, drops, loses_the_answer])
def test_first_answer_is_sent_again_by_itself(walker: Walker, fault: Fault) -> None:
    sent = break_posts(walker.page, FUNNEL, fault)
    walker.page.locator(".choices button").nth(2).click()
    expect(walker.page.get_by_text("Not saved yet. We keep trying.")).to_be_visible()
    assert walker.label() == "1 of 6"
    expect(walker.page.locator("#top .where")).to_have_text("2 of 6")
    expect(walker.page.locator("#unsent")).to_be_hidden()
    assert len(sent) == 2
    assert len({*sent}) == 1, "the same press, with the same number"
    assert answers() == {"pushback": ["leave-out"]}
    assert stored() == ONE_ANSWER


@pytest.mark.parametrize("fault", [answers_503, drops])
def test_try_now_sends_at_once(walker: Walker, fault: Fault) -> None:
    walker.answer(1)
    sent = break_posts(walker.page, "/quiz/raise/", fault, times=2)
    walker.page.locator(".choices button").nth(0).click()
    button = walker.page.get_by_role("button", name="Try now")
    button.click()
    expect(button).to_be_visible()
    walker.moves(button.click)
    assert len(sent) == 3
    assert len({*sent}) == 1, "the same press each time"
    assert walker.label() == "3 of 6"
    assert answers() == {"pushback": ["extra"], "raise": ["this-year"]}


def test_looking_elsewhere_meanwhile_loses_nothing(walker: Walker) -> None:
    """A tap beside the buttons takes the focus away; the choice goes out all the same."""
    walker.answer(1)
    sent = break_posts(walker.page, "/quiz/raise/", answers_503)
    walker.page.locator(".choices button").nth(0).click()
    expect(walker.page.locator("#unsent")).to_be_visible()
    walker.page.locator("h1").click()
    expect(walker.page.locator("#top .where")).to_have_text("3 of 6")
    assert len({*sent}) == 1
    assert answers()["raise"] == ["this-year"]


def test_another_choice_meanwhile_wins(walker: Walker) -> None:
    walker.answer(1)
    break_posts(walker.page, "/quiz/raise/", drops)
    walker.page.locator(".choices button").nth(0).click()
    expect(walker.page.locator("#unsent")).to_be_visible()
    walker.answer(3)
    assert answers()["raise"] == ["never"]
    assert stored()["answers"] == 2


def test_typed_address_survives_a_bad_network(walker: Walker) -> None:
    walker.walk_to("opt_in opt_in")
    break_posts(walker.page, "/keep/", answers_503)
    walker.page.get_by_label("E-mail").fill("jo@example.com")
    walker.page.get_by_role("button", name="Send it to me").click()
    expect(walker.page.locator("#unsent")).to_be_visible()
    assert walker.page.get_by_label("E-mail").input_value() == "jo@example.com"
    expect(walker.page.locator("main#step")).to_have_attribute("data-screen", "series")


@pytest.mark.usefixtures("transactional_db", "_clean_start")
def test_flaky_network_finishes_ten_questions_with_ten_answers(
    live_site: str, open_page: OpenPage
) -> None:
    """One request in three is lost, on its way there or back; nothing is lost or stored twice."""
    publication = kinds_publication()
    page = open_page()
    page.goto(f"{live_site}/f/{publication.funnel.slug}/")
    chance, lost = Random(3), []

    def flaky(route: Route) -> None:
        if route.request.method != "POST" or chance.random() > 1 / 3:
            return route.continue_()
        lost.append(route.request.url)
        return drops(route) if chance.random() < 0.5 else loses_the_answer(route)

    page.route("**", flaky)
    for number, key in enumerate(KINDS, start=1):
        expect(page.locator("#top .where")).to_have_text(f"{number} of 10", timeout=60_000)
        give(page, key)
        if key in TYPED and page.locator("#unsent").is_visible():
            assert page.locator("[name=answer]").input_value() == TYPED[key]
    expect(page.locator("h1")).to_have_text("You look twice", timeout=60_000)
    assert len(lost) >= 2
    assert answers() == STORED
    assert stored() == {"visits": 1, "answers": 10, "screens": 12}
