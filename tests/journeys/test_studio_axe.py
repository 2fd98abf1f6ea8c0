"""The studio for everybody: axe finds nothing, light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from quizzes.models import Question
from tests.conftest import OpenPage
from tests.journeys.checking import Checks
from tests.journeys.staff import log_in

pytestmark = pytest.mark.browser

# The admin's own header around the score card and the map; the studio's page has none.
_HEADER = {"region": "Unfold's header stands in no landmark"}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("is_dark", [False, True])
def test_studio_page_card_and_map(
    demo: Demo, live_site: str, open_page: OpenPage, width: int, is_dark: bool
) -> None:
    page, checks = open_page(width=width, dark=is_dark), Checks()
    page.emulate_media(reduced_motion="reduce", color_scheme="dark" if is_dark else "light")
    base = f"/admin/funnel/funnel/{demo.funnel.pk}/studio/"
    first = _branching(demo)
    step = f"step-{first.quiz.step.pk}"
    log_in(page, live_site, base, group=MARKETING)
    for piece in (f"question-{first.pk}", step):
        page.goto(f"{live_site}{base}{piece}/")
        expect(page.frame_locator("#studio-phone").locator("h1")).to_be_attached()
        expect(page.locator(".l-jump select")).to_be_enabled()
        for pane in ("Preview", "Ladder", "Edit") if width < 900 else ("",):
            if pane:
                page.locator(".s-switch").get_by_role("button", name=pane).click()
            checks.axe_here(page, f"{piece.partition('-')[0]} {pane}")
    expect(page.get_by_role("link", name="Map of branches")).to_have_attribute(
        "href", f"{base}map/{step}/"
    )
    for path in ("card/", f"map/{step}/"):
        page.goto(f"{live_site}{base}{path}")
        checks.axe_here(page, path, without=_HEADER)
    checks.done()


def _branching(demo: Demo) -> Question:
    """The first question, made to jump over the second."""
    first = Question.objects.filter(quiz__step__funnel=demo.funnel).order_by(
        "quiz__step__position", "position"
    )[0]
    third = first.quiz.questions.order_by("position")[2]
    choice = first.choices.all()[0]
    choice.go_to = third.key
    choice.save()
    return first
