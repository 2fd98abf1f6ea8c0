"""By keyboard alone: Tab, Enter and Space, with focus always to be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import LADDER, Walker

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"
# The browser's own buttons inside a film draw their own focus; the page's end is the body.
FOCUS_IS_SEEN = f"""() => {{
  if ({FOCUSED}.matches("body, video:not(:focus)")) return true;
  const style = getComputedStyle({FOCUSED});
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}}"""


def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    """Presses Tab until the focus stands on that; every stop on the way can be seen."""
    for _ in range(30):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate(f"{FOCUSED}.outerHTML")
        if words in named(page):
            return
    raise AssertionError(f"Tab does not come to “{words}”.")


def named(page: Page) -> str:
    """What the focused element calls itself."""
    name: str = page.evaluate(
        f"[...({FOCUSED}.labels || []), {FOCUSED}].map((e) => e.innerText).join(' ')"
    )
    return name


def press(walker: Walker, words: str, key: str = "Enter") -> None:
    tab_to(walker.page, words)
    walker.moves(lambda: walker.page.keyboard.press(key))
    assert walker.page.evaluate(f"{FOCUSED}.tagName") == "H1", "focus follows to the new heading"
    assert named(walker.page) == walker.heading()


def test_landing_to_offer_by_keyboard(walker: Walker) -> None:
    page = walker.page
    seen = [walker.screen()]

    def step(words: str, key: str = "Enter") -> None:
        press(walker, words, key)
        seen.append(walker.screen())

    step("Sure, what shall we leave out?")
    step("One or two years ago", "Space")
    step("Within a week")
    step("I wrote a friendly line", "Space")
    step("I move some when I think of it")
    step("Three months or more")
    step("Next: one tap")
    step("The week is full", "Space")
    step("Next: a one-page checklist")
    tab_to(page, "My price for new clients is written down")
    page.keyboard.press("Space")
    assert walker.ticked() == ["number"]
    step("Next: two texts")
    step("Next: a 60-second video")
    step("Next: keep your result")
    tab_to(page, "First name")
    page.keyboard.type("Jo")
    tab_to(page, "E-mail")
    page.keyboard.type("jo@example.com")
    tab_to(page, "Yes, also send me the four money mails")
    page.keyboard.press("Space")
    assert page.locator("[name=marketing]").is_checked()
    step("Send it to me")
    step("No thanks, go on without")
    assert seen == LADDER
    press(walker, "Ask Mara for a time")
    assert walker.heading() == "How do we reach you?"
    press(walker, "Ask for the call", "Space")
    assert walker.heading() == "Done. Here is what happens next"


def test_enter_in_a_field_sends_and_focus_goes_to_what_is_wrong(walker: Walker) -> None:
    walker.walk_to("opt_in opt_in")
    tab_to(walker.page, "E-mail")
    walker.page.keyboard.type("jo@@example")
    walker.moves(lambda: walker.page.keyboard.press("Enter"))
    field = walker.page.get_by_label("E-mail")
    expect(field).to_be_focused()
    assert field.input_value() == "jo@@example"
    beside = walker.page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert beside.inner_text() != ""


def test_the_change_of_screen_is_announced(walker: Walker) -> None:
    walker.answer()
    expect(walker.page.locator("#said[aria-live=polite]")).to_have_text(walker.heading())


def test_back_link_by_keyboard(walker: Walker) -> None:
    walker.tap("That is my price")
    # The focus stands on the heading, and Back just before it.
    tab_to(walker.page, "Back", "Shift+Tab")
    walker.moves(lambda: walker.page.keyboard.press("Enter"))
    expect(walker.page.locator("h1")).to_be_focused()
    assert walker.chosen() == ["That is my price"]


def test_film_can_be_started_by_keyboard(walker: Walker) -> None:
    walker.walk_to("video video")
    film = walker.page.locator("video")
    film.focus()
    walker.page.keyboard.press("Space")
    expect(film).to_have_js_property("paused", value=False)
