"""A newcomer in the browser, who knows nothing but the words on the screen; each move is counted.

What happened on which screen is written down: `Newcomer.log` is one run in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


@dataclass(slots=True)
class Screen:
    """`actions` are presses and choices; `typed` are fields with the words put into them."""

    heading: str
    actions: int = 0
    pressed: list[str] = field(default_factory=list)
    typed: list[tuple[str, str]] = field(default_factory=list)


class Newcomer:
    """Finds things by their visible names alone. `at` begins a screen and keeps a picture of
    the one before, as it was left."""

    def __init__(self, page: Page, folder: Path, story: str) -> None:
        self.page = page
        self.folder = folder
        self.story = story
        self.screens: list[Screen] = []
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def actions(self) -> int:
        return sum(screen.actions for screen in self.screens)

    @property
    def typed(self) -> int:
        return sum(len(screen.typed) for screen in self.screens)

    # What stands there

    def at(self, heading: str) -> Newcomer:
        """The screen with this heading; a press before it may still be on its way."""
        found = self.page.get_by_role("heading", name=heading, exact=True)
        expect(found.first).to_be_visible()
        self.screens.append(Screen(heading))
        return self

    def sees(self, words: str) -> Newcomer:
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    # What one does

    def press(self, name: str) -> Newcomer:
        """A button, a link, a fold: whatever bears these words."""
        self._picture()
        self._named(name).click()
        return self._did(name)

    def go(self, name: str) -> Newcomer:
        """To an entry of the ladder; more words stand behind its name."""
        named = re.compile(rf"^{re.escape(name)}(\s|$)")
        self._picture()
        self.page.get_by_role("navigation").get_by_role("link", name=named).first.click()
        return self._did(name)

    def type(self, label: str, words: str) -> Newcomer:
        self._label(label).fill(words)
        self.screens[-1].typed.append((label, words))
        return self

    def choose(self, label: str, option: str) -> Newcomer:
        self._label(label).select_option(label=option)
        return self._did(f"{label}: {option}")

    def choose_card(self, kind: str) -> Newcomer:
        """One of several cards; its first words are its name."""
        named = re.compile(rf"^{re.escape(kind)}\b")
        self.page.get_by_role("radio", name=named).first.check(force=True)
        return self._did(kind)

    def tick(self, label: str) -> Newcomer:
        self._label(label).check()
        return self._did(label)

    def _did(self, what: str) -> Newcomer:
        self.screens[-1].actions += 1
        self.screens[-1].pressed.append(what)
        return self

    def _label(self, label: str) -> Locator:
        found = self.page.get_by_label(_as_seen(label)).filter(visible=True)
        expect(found).to_have_count(1)
        return found

    def _named(self, name: str) -> Locator:
        """The first in sight: the same door may stand in the middle and at the side."""
        words, page = _as_seen(name), self.page
        pressed = page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words))
        found = pressed.or_(page.get_by_text(words)).filter(visible=True).first
        expect(found).to_be_visible()
        return found

    # What is kept

    def _picture(self) -> None:
        self.page.screenshot(
            path=self.folder / f"{self.story}-{len(self.screens):02}.jpg",
            type="jpeg",
            quality=50,
            animations="disabled",
        )

    def log(self) -> str:
        """The run as a table in Markdown, its sums in the first line."""
        rows = [
            f"{self.actions} actions, {self.typed} typed fields, {len(self.screens)} screens.",
            "",
            "| | Screen | Pressed or chosen | Typed |",
            "|---|---|---|---|",
        ]
        rows += [
            f"| {number} | {_cell(each.heading)} | {_cell(' → '.join(each.pressed))}"
            f" | {_typed(each)} |"
            for number, each in enumerate(self.screens, 1)
        ]
        return "\n".join(rows) + "\n"


def _as_seen(words: str) -> re.Pattern[str]:
    """These words alone. The admin's frame sets a star behind what is required, and its icons
    are letters to a screen reader."""
    return re.compile(
        rf"^\s*(?:[a-z]+_[a-z_]+\s+)?{re.escape(words)}\s*\*?(?:\s+[a-z]+_[a-z_]+)?\s*$"
    )


def _typed(screen: Screen) -> str:
    return "<br>".join(f"{_cell(label)}: “{_cell(words)}”" for label, words in screen.typed)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "/").split())
