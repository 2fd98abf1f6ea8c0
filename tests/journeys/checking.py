"""What every screen must bear: axe, large targets, no sideways scrolling, no motion if unwanted."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.walking import looks

_TARGETS = """() => {
  const fields = "select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
  const own = "button, summary, " + fields;
  const links = "a.main, a.plain, a.quiet, a.back, a.door, a.button, a.row, .foot nav a";
  const labels = "label:has([type=checkbox], [type=radio])";
  return [...document.querySelectorAll([own, links, labels].join(","))]
    .filter((e) => e.checkVisibility({visibilityProperty: true}))
    .filter((e) => e.getBoundingClientRect().width > 1)
    .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
}"""
_WIDER = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  // From right to left, what is too wide sticks out on the left.
  return [page, ...document.body.querySelectorAll("*")]
    .filter((e) => {
      const box = e.getBoundingClientRect();
      return e === page || box.right > page.clientWidth + 1 || box.left < -1;
    })
    .map((e) => e.outerHTML.slice(0, 90));
}"""
_MOVES = """() => [...document.querySelectorAll("body *")]
  .filter((e) => {
    const style = getComputedStyle(e);
    const seconds = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")];
    return seconds.some((each) => parseFloat(each) > 0.01);
  })
  .map((e) => e.outerHTML.slice(0, 90))"""


class Checks:
    """Collects what is wrong over many screens, so that one run names all of it."""

    def __init__(self) -> None:
        # What is wrong, once, with the looks that show it.
        self.wrong: dict[str, list[str]] = {}

    def note(self, fault: str, look: str = "") -> None:
        self.wrong.setdefault(fault, []).append(look)

    def whole(self, page: Page, name: str, *, least: int = 44) -> None:
        """Everything, at both widths, light and dark; no target lower than `least` pixels."""
        self.axe(page, name)
        self.targets(page, name, least)
        self.fits(page, name)

    def axe(self, page: Page, name: str, *, without: dict[str, str] | None = None) -> None:
        """`without`, for the admin, maps rules that its shell breaks to the reason. The shell
        reads light or dark when a page loads, so its pages are loaded again for each look."""
        rules = {rule: {"enabled": False} for rule in without or {}}
        for look in looks(page):
            if without:
                page.reload()
            self._axe(page, name, look, rules)
            keep(page, f"{name}-{look}")

    def axe_here(self, page: Page, name: str, *, without: Iterable[str] = ()) -> None:
        """As the page stands, for screens whose looks are seen to elsewhere."""
        rules = {rule: {"enabled": False} for rule in without}
        self._axe(page, name, "as it stands", rules)

    def _axe(self, page: Page, name: str, look: str, rules: dict[str, dict[str, bool]]) -> None:
        found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
        for violation in found.response["violations"]:
            for node in violation["nodes"]:
                why = node["failureSummary"].splitlines()[1].strip()
                self.note(f"{name}: {violation['id']} {node['target']} {why}", look)

    def targets(self, page: Page, name: str, least: int) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        for markup, height in page.evaluate(_TARGETS):
            if round(height) >= least:
                continue
            self.note(f"{name}: only {height:.0f} px high: {markup}")

    def fits(self, page: Page, name: str, *, width: int = 320) -> None:
        page.set_viewport_size({"width": width, "height": 640})
        for markup in page.evaluate(_WIDER)[-3:]:
            self.note(f"{name}: wider than {width} px: {markup}")
        keep(page, f"{name}-{width}")
        page.set_viewport_size({"width": 390, "height": 844})

    def stands_still(self, page: Page, name: str) -> None:
        page.emulate_media(reduced_motion="reduce")
        for markup in page.evaluate(_MOVES):
            self.note(f"{name}: moves although motion is unwanted: {markup}")

    def done(self) -> None:
        report = "\n".join(f"{fault} {' '.join(seen)}" for fault, seen in self.wrong.items())
        assert not self.wrong, report


def keep(page: Page, name: str) -> None:
    """A picture for looking, where SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True, animations="disabled")
