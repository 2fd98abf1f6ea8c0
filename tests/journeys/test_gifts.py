"""Gifts in a browser: ticks that stay, a list by mail, films counted by what was really played."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from funnel.models import Download
from leads.models import Lead
from nurture.models import Delivery
from tests.conftest import OpenPage
from tests.funnel.journey.gift_documents import LINK, PDF, gift_publication
from tests.journeys.conftest import NewWalker
from tests.journeys.walking import until
from tests.leads.factories import make_business

pytestmark = pytest.mark.browser

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
# Speaks as the real player does once it has been spoken to: a second at a time, one jump between.
PLAYER = """<!doctype html><title>Player</title><script>
addEventListener("message", () => {
  let time = 0;
  const say = (info) => parent.postMessage(JSON.stringify({ event: "infoDelivery", info }), "*");
  parent.postMessage(JSON.stringify({ event: "initialDelivery" }), "*");
  say({ playerState: 1, duration: 120, currentTime: 0 });
  const clock = setInterval(() => {
    time = time === 35 ? 90 : time + 1;
    say({ currentTime: time });
    if (time === 100) clearInterval(clock);
  }, 20);
}, { once: true });
</script>"""


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """Script errors on the way; there are none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def address(transactional_db: None, _clean_start: None, live_site: str) -> str:
    make_business()
    return f"{live_site}/f/{gift_publication().funnel.slug}/"


def come_to(page: Page, address: str, step: str, wrong: list[str]) -> Page:
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    for words in ("rate", "raise"):
        expect(page.locator("#step h1")).to_contain_text(words)
        page.locator("#step .choices button").first.click()
    expect(page.locator("main#step")).to_have_attribute("data-step", "result")
    for passed in ("list", "guide", "link", "youtube"):
        page.locator("#step [name=act][value=next]").click()
        expect(page.locator("main#step")).to_have_attribute("data-step", passed)
        if passed == step:
            break
    return page


def download(step: str) -> Download | None:
    return Download.objects.filter(step_key=step).first()


@either
def test_ticks_are_kept_over_a_reload_and_counted(
    address: str, open_page: OpenPage, wrong: list[str], has_script: bool
) -> None:
    page = come_to(open_page(javascript=has_script), address, "list", wrong)
    expect(page.locator(".tally .count")).to_have_text("0 of 7")
    for number in range(5):
        page.locator("[name=tick]").nth(number).check()
    if has_script:
        expect(page.locator(".tally .count")).to_have_text("5 of 7")
        expect(page.get_by_role("button", name="Keep my ticks")).to_be_hidden()
        until(lambda: len((download("list") or Download()).ticks) == 5, "five ticks", page)
    else:
        page.get_by_role("button", name="Keep my ticks").click()
    expect(page.locator(".tally .count")).to_have_text("5 of 7")
    page.reload()
    expect(page.locator(".tally .count")).to_have_text("5 of 7")
    expect(page.locator("[name=tick]:checked")).to_have_count(5)


@either
def test_a_list_is_mailed_once(
    address: str, open_page: OpenPage, wrong: list[str], has_script: bool
) -> None:
    page = come_to(open_page(javascript=has_script), address, "list", wrong)
    page.locator("[name=tick]").first.check()
    page.locator("details.mail summary").click()
    page.get_by_label("E-mail").fill("mara@example")
    page.locator("[value=mail]").click()
    expect(page.locator("#error-email")).to_be_visible()
    assert Lead.objects.count() == 0
    page.get_by_label("E-mail").fill("mara@example.com")
    page.locator("[value=mail]").dblclick()
    expect(page.get_by_text("On its way to you. Look in your inbox.")).to_be_visible()
    assert "mara@example.com" not in page.content()
    expect(page.locator("[name=tick]:checked")).to_have_count(1)
    page.reload()
    expect(page.get_by_text("On its way to you. Look in your inbox.")).to_be_visible()
    assert Delivery.objects.count() == 1


def test_enter_in_the_address_field_sends_the_list(
    address: str, open_page: OpenPage, wrong: list[str]
) -> None:
    page = come_to(open_page(), address, "list", wrong)
    page.locator("details.mail summary").click()
    page.get_by_label("E-mail").fill("mara@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_text("On its way to you. Look in your inbox.")).to_be_visible()


def test_the_list_opens_as_pdf(address: str, open_page: OpenPage, wrong: list[str]) -> None:
    page = come_to(open_page(), address, "list", wrong)
    link = page.get_by_role("link", name="Keep as PDF").get_attribute("href") or ""
    answer = page.request.get(address.partition("/f/")[0] + link)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")


@either
def test_the_file_of_a_guide_is_taken_and_the_page_stays(
    address: str, open_page: OpenPage, wrong: list[str], has_script: bool
) -> None:
    page = come_to(open_page(javascript=has_script), address, "guide", wrong)
    with page.expect_download() as taken:
        page.get_by_role("button", name="PDF, 1.2").click()
    assert taken.value.suggested_filename == "rate-talk.pdf"
    assert taken.value.path().read_bytes() == PDF
    expect(page.locator("main#step")).to_have_attribute("data-step", "guide")
    row = download("guide")
    assert row is not None
    assert row.file_opened_at is not None


def test_a_link_opens_beside_the_page_and_says_nothing_of_the_visit(
    address: str, open_page: OpenPage, wrong: list[str]
) -> None:
    page = come_to(open_page(), address, "link", wrong)
    asked: list[Request] = []

    def answer(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html")

    page.context.route("https://tools.example.org/**", answer)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open the calculator").click()
    other = opened.value
    other.wait_for_url(LINK)
    assert other.evaluate("window.opener") is None
    assert "/v/" not in asked[0].headers.get("referer", "")
    expect(page.locator("main#step")).to_have_attribute("data-step", "link")


def test_a_film_from_elsewhere_loads_nothing_before_the_press(
    address: str, open_page: OpenPage, wrong: list[str]
) -> None:
    page = open_page()
    site = address.partition("/f/")[0]
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((site, "data:")):
            foreign.append(request.url)

    page.on("request", note)
    page.context.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(body=PLAYER, content_type="text/html"),
    )
    come_to(page, address, "youtube", wrong)
    expect(page.get_by_text("Play from YouTube")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert foreign == []
    page.get_by_text("Play from YouTube").click()

    def percent() -> int:
        row = download("youtube")
        return row.percent if row else 0

    # 35 seconds, a jump, ten more: what lay between was not played.
    until(lambda: percent() >= 25, "a quarter of the film", page)
    expect(page.locator("[name=played]")).to_have_value("45")
    assert [url.partition("?")[0] for url in foreign] == [
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    ]
    assert percent() < 50


def test_a_film_from_elsewhere_is_a_plain_link_without_script(
    address: str, open_page: OpenPage, wrong: list[str]
) -> None:
    page = come_to(open_page(javascript=False), address, "youtube", wrong)
    link = page.get_by_role("link", name="Play from YouTube")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_an_own_film_counts_what_was_played_and_no_jump(new_walker: NewWalker) -> None:
    walker = new_walker().walk_to("video video")
    page = walker.page
    film, played = page.locator("video"), page.locator("[name=played]")
    film.evaluate(
        "async film => { film.muted = true; film.playbackRate = 4; film.currentTime = 40;"
        " await film.play(); }"
    )
    until(lambda: int(played.input_value()) >= 3, "three seconds of film", page)
    assert int(played.input_value()) < 15
    film.evaluate("film => { film.currentTime = 0; }")
    until(lambda: (download("video") or Download()).percent >= 25, "a quarter", page, seconds=40)
    until(lambda: (download("video") or Download()).percent >= 50, "half", page, seconds=40)
    row = download("video")
    assert row is not None
    assert row.percent < 75
