"""The first screen is light, and looking at it writes nothing anywhere."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from funnel.demo.loading import Demo
from tests.conftest import OpenPage
from tests.journeys.conftest import NewWalker
from tests.journeys.rows import every_table
from tests.journeys.staff import log_in
from tests.journeys.walking import FUNNEL, until

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 30 * 1024, 6


@dataclass
class Traffic:
    """What went over the wire, as the browser's own network panel counts it."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", self._came)
        wire.send("Network.enable")

    def is_quiet(self) -> bool:
        return len(self.sizes) >= len(self.addresses)

    # Any: events of the browser's protocol, which has no types here.
    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def report(self) -> str:
        lines = [f"{self.sizes.get(key, 0):>7} {url}" for key, url in self.addresses.items()]
        return "\n".join([*lines, f"{sum(self.sizes.values()):>7} in {len(lines)} requests"])


def test_first_step_of_every_funnel_is_light(
    demo: Demo, live_site: str, open_page: OpenPage
) -> None:
    for funnel in demo.funnels:
        page = open_page()
        traffic = Traffic()
        traffic.listen(page)
        page.goto(f"{live_site}/f/{funnel.slug}/", wait_until="load")
        until(traffic.is_quiet, "loading", page)
        page.wait_for_load_state("networkidle")
        report = traffic.report()
        print(report)
        assert len(traffic.addresses) <= MOST_REQUESTS, report
        assert sum(traffic.sizes.values()) <= MOST_BYTES, report
        assert [url for url in traffic.addresses.values() if not url.startswith(live_site)] == []
        page.close()


def test_looking_writes_nothing_and_sets_no_cookie(demo: object, live_site: str) -> None:
    before = every_table()
    for method in ("GET", "HEAD"):
        request = urllib.request.Request(live_site + FUNNEL, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200
            assert answer.headers["Set-Cookie"] is None
            assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert every_table() == before


def test_later_screens_bring_only_the_fragment(new_walker: NewWalker) -> None:
    walker = new_walker()
    walker.answer(1)
    traffic = Traffic()
    traffic.listen(walker.page)
    walker.answer(1)
    until(traffic.is_quiet, "loading", walker.page)
    assert len(traffic.addresses) == 1, traffic.report()
    assert sum(traffic.sizes.values()) <= 3 * 1024, traffic.report()


@pytest.mark.parametrize(
    "path", [FUNNEL, "/privacy/", "/x", "/outbox/", "/leads/", "/leads/?tab=all"]
)
def test_policy_allows_nothing_unsafe(
    demo: object, live_site: str, open_page: OpenPage, path: str
) -> None:
    page = open_page(width=1280)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    if path.startswith("/leads/"):
        log_in(page, live_site, path)
    answer = page.goto(live_site + path)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe-" not in policy
    assert "default-src 'none'" in policy
    assert [line for line in said if "Content Security Policy" in line] == []
