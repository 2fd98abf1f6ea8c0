"""One person in one browser: taps, answers, looks at what stands on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from playwright.sync_api import Locator, Page, expect

FUNNEL = "/f/money-habits/"
# The demo's ladder, by what stands on the screen: `data-kind` and `data-screen`.
LADDER = [
    *["quiz question"] * 6,
    "result result",
    "poll question",
    "poll poll",
    "checklist checklist",
    "guide guide",
    "video video",
    "opt_in opt_in",
    "series series",
    "offer offer",
]
# Answers that make a tightrope walker, who gets a link where others get a guide.
TIGHTROPE = (
    "That is my price",
    "In the last 12 months",
    "The same day",
    "A reminder went out by itself",
    "It stays with the rest",
    "I would feel it this week",
)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
FILLED, MAIN = "#step .main", "main#step"
_FRESH = f"{MAIN}:not([data-was])"


class Walker:
    """A visitor. Every tap waits for the screen it leads to, so stories need no pauses."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site

    def land(self, query: str = "") -> Walker:
        self.page.goto(f"{self.site}{FUNNEL}{query}")
        return self

    def skip_to_the_link(self) -> Walker:
        """The quiz as a tightrope walker, then past the checklist without a tick."""
        for words in TIGHTROPE:
            self.tap(words)
        return self.walk_to("checklist checklist").go_on()

    # What stands there

    def screen(self) -> str:
        main = self.page.locator(MAIN)
        return f"{main.get_attribute('data-kind')} {main.get_attribute('data-screen')}"

    def heading(self) -> str:
        return self.page.locator(f"{MAIN} h1").inner_text()

    def text(self) -> str:
        return self.page.locator(MAIN).inner_text()

    def percent(self) -> int:
        return int(self.page.locator("#top progress").get_attribute("value") or -1)

    def label(self) -> str:
        return self.page.locator("#top .where").inner_text()

    def primary(self) -> str:
        """The words of the one filled button; '' on a question, where the answers are buttons."""
        filled = self.page.locator(FILLED)
        assert filled.count() <= 1, filled.all_inner_texts()
        return filled.inner_text() if filled.count() else ""

    def chosen(self) -> list[str]:
        return self.page.locator(f"{MAIN} .chosen > span").all_inner_texts()

    def choices(self) -> list[str]:
        return self.page.locator(f"{MAIN} .choices button > span").all_inner_texts()

    def ticked(self) -> list[str]:
        boxes = self.page.locator("[name=tick]")
        return [
            box.get_attribute("value") or ""
            for box in (boxes.nth(i) for i in range(boxes.count()))
            if box.is_checked()
        ]

    def key(self) -> str:
        """The visit's key, from the address."""
        return self.page.url.split("/v/")[1].split("/")[0]

    # What one can do

    def tap(self, words: str) -> Walker:
        """A button or link of the screen by its words, or a part of them."""
        target = self.page.locator(f"{MAIN} :is(button, a)").filter(has_text=words).first
        return self.moves(target.click)

    def answer(self, number: int = 0) -> Walker:
        return self.moves(self.page.locator(f"{MAIN} .choices button").nth(number).click)

    def go_on(self) -> Walker:
        """Presses the filled button."""
        return self.moves(self.page.locator(FILLED).click)

    def pass_by(self) -> Walker:
        """The easy way over any screen: an answer, one tick, no address, else the filled button.

        The second answer, because the first one of "invoice" passes a question over.
        """
        if self.screen().endswith("question"):
            return self.answer(1)
        if self.screen() == "checklist checklist":
            self.page.locator("[name=tick]").first.check()
        if self.screen() in {"opt_in opt_in", "series series"}:
            return self.tap("No thanks")
        if self.screen() == "link link":
            return self.moves(self.page.locator("#step [name=act][value=next]").click)
        return self.go_on()

    def walk_to(self, screen: str) -> Walker:
        for _ in range(2 * len(LADDER)):
            if self.screen() == screen:
                return self
            self.pass_by()
        raise AssertionError(f"{screen} was never reached; this is {self.screen()}.")

    def back(self) -> Walker:
        return self.moves(self.page.locator("#step .back").click)

    def moves(self, act: Callable[[], object]) -> Walker:
        """Does it and waits for another screen, or the same one drawn again."""
        self.main.evaluate("main => main.setAttribute('data-was', '')")
        act()
        expect(self.page.locator(_FRESH)).to_be_visible()
        return self

    @property
    def main(self) -> Locator:
        return self.page.locator(MAIN)


def looks(page: Page) -> Iterator[str]:
    """The page at phone and desk width, in light and dark; yields the name of each look.

    Motion is off, and stays off: colours that are still on their way would be measured.
    """
    for width, height in ((390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            yield f"{width}-{scheme}"
    page.emulate_media(color_scheme="light")


def until(look: Callable[[], bool], what: str, page: Page, *, seconds: int = 20) -> None:
    """Bounded waiting for something that is not an element of the page."""
    for _ in range(seconds * 10):
        if look():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{what} did not happen within {seconds} seconds.")
