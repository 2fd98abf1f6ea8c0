"""A funnel inside a page of another site, in a browser that gives third parties no cookies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from funnel.demo.loading import Demo
from funnel.models import Funnel, Visit
from funnel.publishing import publish
from tests.journeys.hosting import Host, hosting
from tests.journeys.walking import until

pytestmark = pytest.mark.browser

SCRIPT = '<script src="SITE/embed.js" async></script>'
INLINE = SCRIPT.replace("async", 'data-funnel="money-habits" data-title="Money habits" async')
# Whether a cookie and an item of the storage can be set; both are taken away again.
_KEEPS = """() => {
  document.cookie = "probe=1; SameSite=None; Secure; path=/";
  const cookie = document.cookie.includes("probe");
  document.cookie = "probe=; SameSite=None; Secure; path=/; max-age=0";
  let storage = false;
  try { localStorage.probe = "1"; storage = localStorage.probe === "1"; } catch { /* denied */ }
  if (storage) localStorage.removeItem("probe");
  return [cookie, storage];
}"""

_SINCE_THE_SCRIPT = """() => {
  const [script] = performance.getEntriesByName(document.querySelector("script").src);
  return performance.now() - script.startTime;
}"""

NewPage = Callable[..., Page]


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting() as running:
        yield running


@pytest.fixture
def listed(demo: Demo, host: Host) -> Funnel:
    """The demo's first funnel, which that site may show."""
    funnel = Funnel.objects.get(slug="money-habits")
    funnel.embed_on = host.origin
    funnel.save()
    publish(funnel=funnel, now=timezone.now(), by=None)
    return funnel


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """new_page(width=390) -> a page of a private window, which gives third parties neither cookies
    nor storage. A script error anywhere fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def new(*, width: int = 390) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 800}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield new
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert cookies == [], "a funnel in a frame sets no cookie"
    assert wrong == []


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def screen(page: Page) -> str:
    main = inside(page).locator("main#step")
    return f"{main.get_attribute('data-kind')} {main.get_attribute('data-screen')}"


def answer(page: Page) -> None:
    """The second answer, and the screen it leads to."""
    main = inside(page).locator("main#step")
    main.evaluate("main => main.setAttribute('data-was', '')")
    main.locator(".choices button").nth(1).click()
    expect(inside(page).locator("main#step:not([data-was])")).to_be_visible()


def walk_to_result(page: Page) -> None:
    for _ in range(10):
        if screen(page) == "result result":
            return
        answer(page)
    raise AssertionError(screen(page))


def fits(page: Page) -> bool:
    """The frame is as high as its content, and scrolls nowhere inside."""
    frame = page.frames[1]
    content = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    return bool(page.locator("iframe").evaluate("f => f.clientHeight") == content)


def test_third_parties_get_neither_cookies_nor_storage_here(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage
) -> None:
    """What the other tests stand on; the same page in a window of its own gets both."""
    page = new_page()
    page.goto(host.put(INLINE, site=live_site))
    expect(inside(page).locator("h1")).to_be_visible()
    assert page.frames[1].evaluate(_KEEPS) == [False, False]
    alone = new_page()
    alone.goto(f"{live_site}/f/money-habits/")
    assert alone.evaluate(_KEEPS) == [True, True]


@pytest.mark.parametrize("width", [390, 1280])
def test_inline_walks_to_the_result_and_grows_with_it(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage, width: int
) -> None:
    page = new_page(width=width)
    page.goto(host.put(INLINE, site=live_site))
    expect(inside(page).locator("h1")).to_be_visible()
    assert page.locator("iframe").get_attribute("title") == "Money habits"
    expect(inside(page).locator(".brand")).to_be_hidden()
    until(lambda: fits(page), "the frame fits its first screen", page)
    before = page.locator("iframe").evaluate("f => f.clientHeight")
    walk_to_result(page)
    until(lambda: fits(page), "the frame fits the result", page)
    assert page.locator("iframe").evaluate("f => f.clientHeight") > before
    assert (
        page.frames[1].evaluate("getComputedStyle(document.documentElement).overflowY") == "hidden"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('iframe').getBoundingClientRect().top") >= -1
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )
    visit = Visit.objects.get()
    assert (visit.embedded_on, visit.outcome != "") == (host.origin.removeprefix("http://"), True)


def test_pop_up_walks_to_the_result_and_closes_by_escape(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(
        host.put(
            INLINE.replace("async", 'data-mode="button" data-label="Take the quiz" async'),
            site=live_site,
        )
    )
    opener = page.get_by_role("button", name="Take the quiz")
    opener.click()
    expect(inside(page).locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    walk_to_result(page)
    until(lambda: fits(page), "the frame fits the result", page)
    inside(page).locator("h1").press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
    # A dialog says that it closed in a task of its own, after it has gone from the screen.
    expect(page.locator("html")).to_have_css("overflow", "visible")
    opener.click()
    assert screen(page) == "result result", "what was answered is still there"


def test_pop_up_opens_by_a_link_to_the_funnel(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage
) -> None:
    page = new_page(width=1280)
    page.goto(host.put(INLINE.replace("async", 'data-mode="popup" async'), site=live_site))
    page.wait_for_function("() => Boolean(self.smallYes)")
    page.get_by_role("link", name="The quiz").click()
    expect(page.get_by_role("dialog", name="Money habits")).to_be_visible()
    expect(inside(page).locator("h1")).to_be_visible()
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.url.startswith(host.origin)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_slide_in_opens_by_itself_in_the_corner_and_leaves_the_focus(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage, direction: str
) -> None:
    code = INLINE.replace("async", 'data-mode="slide-in" data-open="after:1" async')
    page = new_page()
    page.goto(host.put(code, site=live_site, direction=direction))
    expect(inside(page).locator("h1")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["height"] <= 0.71 * 844, "the page stays in sight above it"
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Money habits")).to_be_visible()


def test_a_page_that_is_not_listed_gets_a_link(
    demo: Demo, live_site: str, host: Host, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(host.put(INLINE, site=live_site))
    link = page.get_by_role("link", name="Money habits")
    expect(link).to_be_visible(timeout=8000)
    expect(page.locator("iframe")).to_be_hidden()
    assert link.get_attribute("href") == f"{live_site}/f/money-habits/?"


def test_what_the_page_sends_along_lands_in_the_visit(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage
) -> None:
    fields = 'data-field-plan="pro" data-field-Team="4"'
    code = f'<div data-small-yes="money-habits" {fields}></div>{SCRIPT}'
    address = host.put(code, site=live_site, path="/prices")
    page = new_page()
    page.goto(
        f"{address}?utm_source=Mail&utm_campaign=may&other=1",
        referer="https://search.example/q?x=1",
    )
    expect(inside(page).locator("h1")).to_be_visible()
    answer(page)
    visit = Visit.objects.get()
    assert (visit.hidden, visit.source, visit.campaign, visit.referrer) == (
        {"plan": "pro", "team": "4"},
        "mail",
        "may",
        "https://search.example/q",
    )


def test_a_page_with_a_strict_policy_of_its_own_shows_it(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage
) -> None:
    policy = f"default-src 'none'; script-src {live_site}; frame-src {live_site}"
    page = new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security" in said.text else None,
    )
    page.goto(host.put(INLINE, site=live_site, Content_Security_Policy=policy))
    expect(inside(page).locator("h1")).to_be_visible()
    until(lambda: fits(page), "the frame fits", page)
    assert page.locator("iframe").evaluate("f => getComputedStyle(f).borderTopWidth") == "0px"
    assert [said for said in refused if "style" in said] == []


def test_the_first_question_is_there_within_a_second(
    listed: Funnel, live_site: str, host: Host, new_page: NewPage
) -> None:
    """From asking for the script to the question, everything cold but the server.

    A busy machine is slow with any page, so the funnel's own page is measured beside it.
    """
    address, took, alone = host.put(INLINE, site=live_site), [], []
    for _ in range(3):
        own = new_page()
        own.goto(f"{live_site}/f/money-habits/")
        alone.append(
            own.evaluate("performance.timing.loadEventEnd - performance.timing.fetchStart")
        )
        page = new_page()
        page.goto(address)
        expect(page.locator("iframe")).to_have_css("visibility", "visible")
        took.append(page.evaluate(_SINCE_THE_SCRIPT))
    print(f"in a frame after {min(took):.0f} ms, by itself after {min(alone):.0f} ms")
    assert min(took) < max(1000, 4 * min(alone))
