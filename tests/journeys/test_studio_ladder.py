"""Two marketers at the ladder of the studio: drag, keys, a clash, undo, and each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from funnel.demo.loading import Demo
from funnel.groups import MARKETING, ensure_groups
from tests.conftest import OpenPage
from tests.journeys.checking import Checks
from tests.journeys.staff import PASSWORD

pytestmark = pytest.mark.browser
OpenStudio = Callable[..., Page]


@pytest.fixture
def open_studio(demo: Demo, live_site: str, open_page: OpenPage) -> Iterator[OpenStudio]:
    """open_studio("Anna", width=1280, dark=False) -> her page of the demo funnel's studio."""
    wrong: list[str] = []

    def opened(name: str, **look: object) -> Page:
        ensure_groups()
        user = User.objects.create_user(
            name.lower(), password=PASSWORD, is_staff=True, first_name=name
        )
        user.groups.add(Group.objects.get(name=MARKETING))
        page = open_page(**{"width": 1280, **look})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        path = reverse("studio:page", args=[demo.funnel.pk])
        page.goto(f"{live_site}/admin/login/?next={path}")
        page.locator("[name=username]").fill(user.username)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(live_site + path)
        return page

    yield opened
    assert wrong == []


def steps(page: Page) -> list[str]:
    rows = page.locator("#studio-ladder > .s-group").first.locator(":scope > .s-list > .s-node")
    return [str(row.get_attribute("data-slug")) for row in rows.all()]


def wait_for_order(page: Page, order: list[str]) -> None:
    for place, slug in enumerate(order):
        rows = page.locator("#studio-ladder > .s-group").first.locator(":scope > .s-list > .s-node")
        expect(rows.nth(place)).to_have_attribute("data-slug", slug)


def drag(page: Page, slug: str, onto: str) -> None:
    grip = page.locator(f"[data-slug={slug}] > .s-row [data-grip]").bounding_box()
    target = page.locator(f"[data-slug={onto}] > .s-row").bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 8, target["y"] + target["height"] - 4, steps=12)
    page.mouse.up()


def test_the_piece_that_was_chosen_last_stays_open(open_studio: OpenStudio) -> None:
    page = open_studio("Anna")
    first, second = steps(page)[:2]
    held: list[Route] = []
    page.route(f"**/studio/{first}/", lambda route: held.append(route))
    page.locator(f"#go-{first}").click()
    page.locator(f"#go-{second}").click()
    chosen = page.locator("#studio-ladder [aria-current=page]")
    expect(chosen).to_have_id(f"go-{second}")
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(chosen).to_have_id(f"go-{second}")
    assert (len(held), page.url.rsplit("/", 2)[1]) == (1, second)


def test_a_step_is_dragged_and_the_move_is_taken_back(open_studio: OpenStudio) -> None:
    page = open_studio("Anna")
    before = steps(page)
    drag(page, before[0], before[1])
    after = [before[1], before[0], *before[2:]]
    expect(page.locator("#studio-toast")).to_contain_text("Moved.")
    wait_for_order(page, after)
    page.reload()
    assert steps(page) == after

    page.locator("#studio-ladder").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#studio-toast")).to_contain_text("Taken back: step moved.")
    wait_for_order(page, before)


def test_rows_are_sorted_with_keys_and_the_focus_stays_on_them(open_studio: OpenStudio) -> None:
    page = open_studio("Anna")
    before = steps(page)
    page.locator(f"#go-{before[0]}").focus()
    page.keyboard.press("Alt+ArrowDown")
    wait_for_order(page, [before[1], before[0], *before[2:]])
    expect(page.locator(f"#go-{before[0]}")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    wait_for_order(page, before)


def test_two_pages_that_sort_are_told_and_nothing_is_moved_twice(
    open_studio: OpenStudio,
) -> None:
    anna, ben = open_studio("Anna"), open_studio("Ben")
    before = steps(anna)
    # Ben's page knows no news: what he sees is what Anna is about to change.
    ben.route("**/studio/here/", lambda route: route.abort())
    anna.locator(f"#go-{before[0]}").focus()
    anna.keyboard.press("Alt+ArrowDown")
    sorted_once = [before[1], before[0], *before[2:]]
    wait_for_order(anna, sorted_once)

    ben.locator(f"#go-{before[2]}").focus()
    ben.keyboard.press("Alt+ArrowUp")
    expect(ben.locator("#studio-toast")).to_contain_text("Somebody else sorted this list")
    wait_for_order(ben, sorted_once)


def test_a_removed_question_comes_back_also_by_somebody_else_later(
    open_studio: OpenStudio,
) -> None:
    anna = open_studio("Anna")
    quiz = anna.locator(".s-go[id^=go-step-]").first
    quiz.click()
    question = anna.locator(".s-go[id^=go-question-]").first
    expect(question).to_be_visible()
    words = question.inner_text()
    question.click()
    expect(question).to_have_attribute("aria-current", "page")
    anna.get_by_role("button", name="Remove", exact=True).first.click()
    expect(anna.locator("#studio-toast")).to_contain_text("Removed.")
    anna.close()

    ben = open_studio("Ben")
    expect(ben.locator("#studio-undo-last")).to_have_attribute("title", "Undo: question removed")
    ben.locator("#studio-undo-last").click()
    expect(ben.locator("#studio-toast")).to_contain_text("Taken back: question removed.")
    assert ben.locator(".s-go[aria-current]").inner_text() == words


def test_two_people_hear_of_each_other(open_studio: OpenStudio) -> None:
    anna = open_studio("Anna")
    anna.locator(".s-go[id^=go-step-]").first.click()
    anna.wait_for_load_state("networkidle")
    with anna.expect_response(lambda answer: answer.url.endswith("/here/")):
        anna.locator(".s-go[id^=go-question-]").nth(2).click()
    expect(anna.locator(".s-go[aria-current]")).to_have_attribute("id", anna_third(anna))
    ben = open_studio("Ben")
    expect(ben.locator("#studio-others")).to_have_text("Anna is here, too: Question 3")


def anna_third(page: Page) -> str:
    return str(page.locator(".s-go[id^=go-question-]").nth(2).get_attribute("id"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_ladder_passes_axe(open_studio: OpenStudio, *, width: int, dark: bool) -> None:
    page = open_studio("Anna", width=width, dark=dark)
    checks = Checks()
    for pane in ("ladder", "edit", "look") if width == 390 else ("",):
        if pane:
            page.locator(f".s-switch [data-shows={pane}]").click()
        checks.axe_here(page, f"studio {pane}")
    checks.done()
