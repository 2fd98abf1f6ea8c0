"""The preview in the studio: it follows each change, can be walked through, and records nothing."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from funnel.models import Funnel
from quizzes.models import Question
from tests.conftest import OpenPage
from tests.funnel.journey.stored import everything
from tests.journeys.staff import log_in

# From the moment the page hears of a change to the new words in sight.
SOON_MS = 500
_CHANGED = """
() => new Promise((done) => {
  const began = performance.now();
  document.querySelector(".l-look").addEventListener(
    "look:shown", () => done(performance.now() - began), { once: true });
  document.body.dispatchEvent(new CustomEvent("studio:changed", { detail: { piece: "" } }));
})
"""
_PAPER = """
() => getComputedStyle(
  document.querySelector("#studio-phone").contentDocument.body
).backgroundColor
"""


@pytest.fixture
def funnel(demo: Demo) -> Funnel:
    return Funnel.objects.get(slug="money-habits")


@pytest.fixture
def studio(funnel: Funnel, live_site: str, open_page: OpenPage) -> Page:
    page = open_page(width=1280)
    log_in(page, live_site, f"/admin/funnel/funnel/{funnel.pk}/studio/", group=MARKETING)
    expect(phone(page).locator("h1")).to_be_visible()
    return page


def phone(page: Page) -> FrameLocator:
    return page.frame_locator("#studio-phone")


def test_look_can_be_walked_through_and_records_nothing(studio: Page, funnel: Funnel) -> None:
    seen = phone(studio)
    questions = Question.objects.filter(quiz__step__funnel=funnel)
    first, second = questions.order_by("quiz__step__position", "position")[:2]
    expect(seen.locator("h1")).to_have_text(first.text)
    before = everything()
    seen.locator(".choices button").first.click()
    expect(seen.locator("h1")).to_have_text(second.text)
    expect(studio.locator(".l-jump select")).to_have_value(f"question-{second.pk}")
    seen.get_by_role("link", name="Back").click()
    expect(seen.locator("h1")).to_have_text(first.text)
    seen.get_by_role("link", name="Privacy").click()
    expect(studio.locator(".l-note")).to_contain_text("leads away")
    assert everything() == before


def test_look_jumps_to_any_screen_result_and_mail(studio: Page) -> None:
    menu = studio.locator(".l-jump select")
    expect(menu).to_be_enabled()
    values = menu.locator("option").evaluate_all("(all) => all.map((each) => each.value)")
    kinds = {value.partition("-")[0] for value in values}
    assert kinds == {"start", "step", "question", "result", "mail"}
    for kind in ("result", "mail"):
        value = next(each for each in values if each.startswith(f"{kind}-"))
        menu.select_option(value)
        expect(studio.locator("#studio-phone")).to_have_attribute(
            "src", re.compile(f"/look/{value}/$")
        )


def test_look_follows_a_change_within_half_a_second(studio: Page, funnel: Funnel) -> None:
    first = Question.objects.filter(quiz__step__funnel=funnel).order_by(
        "quiz__step__position", "position"
    )[0]
    took = []
    for number in range(5):
        Question.objects.filter(pk=first.pk).update(text=f"Reworded {number}?")
        took.append(studio.evaluate(_CHANGED))
        expect(phone(studio).locator("h1")).to_have_text(f"Reworded {number}?")
    assert median(took) < SOON_MS, took


def test_look_keeps_its_place_when_the_draft_changes(studio: Page) -> None:
    menu = studio.locator(".l-jump select")
    expect(menu).to_be_enabled()
    values = menu.locator("option").evaluate_all("(all) => all.map((each) => each.value)")
    menu.select_option(next(each for each in values if each.startswith("result")))
    expect(phone(studio).locator(".badge, .keep").first).to_be_attached()
    scrolled = "() => document.querySelector('#studio-phone').contentWindow.scrollY"
    studio.evaluate("() => document.querySelector('#studio-phone').contentWindow.scrollTo(0, 120)")
    studio.evaluate(_CHANGED)
    assert studio.evaluate(scrolled) == 120
    assert studio.locator(".l-screen iframe").count() == 1


@pytest.mark.parametrize("is_dark", [False, True])
def test_look_shows_both_shades_and_both_widths(
    funnel: Funnel, live_site: str, open_page: OpenPage, screens: Path | None, is_dark: bool
) -> None:
    page = open_page(width=1280, dark=is_dark)
    log_in(page, live_site, f"/admin/funnel/funnel/{funnel.pk}/studio/", group=MARKETING)
    expect(phone(page).locator("h1")).to_be_visible()
    light = page.evaluate(_PAPER)
    page.get_by_role("button", name="Dark", exact=True).click()
    dark = page.evaluate(_PAPER)
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(20, 23, 21)")
    width = "() => document.querySelector('#studio-phone').contentWindow.innerWidth"
    assert page.evaluate(width) == 390
    page.get_by_role("button", name="Desktop").click()
    assert page.evaluate(width) == 1280
    page.reload()
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Dark", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
