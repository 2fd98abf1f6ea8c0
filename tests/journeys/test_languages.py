"""A funnel in Arabic, in a browser: offered, mirrored, in Arabic words and figures, to the mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from leads.models import Business
from nurture.tasks import dispatch_due
from tests.conftest import OpenPage
from tests.funnel.journey.kinds_document import KINDS, STORED
from tests.journeys import mailbox
from tests.journeys.arabic import SUBJECT, WORDS, arabic_publication
from tests.journeys.checking import Checks
from tests.journeys.rows import answers
from tests.journeys.walking import until
from tests.services.mail import MailServer

pytestmark = pytest.mark.browser

MAIN = "#step .main"
TAPPED = {"habit": "I guess", "paid": "No, later", "hour": "The evening"}
# As somebody writes with an Arabic keyboard.
TYPED = {
    "lost": "١٢٫٥",
    "name": "مخبز نادية",
    "story": "سطر أول\nسطر ثان",
    "since": "2024-02-29",
}
STORED_HERE = STORED | {"name": [TYPED["name"]], "story": [TYPED["story"]]}
# How far its text stands from both ends of a line with a letter before it.
_ENDS = """button => {
  const box = button.getBoundingClientRect(), text = button.querySelector("span");
  const range = document.createRange();
  range.selectNodeContents(text);
  const words = range.getBoundingClientRect();
  return [Math.round(words.left - box.left), Math.round(box.right - words.right)];
}"""


@pytest.fixture
def page(open_page: OpenPage) -> Iterator[Page]:
    """A phone whose browser asks for Arabic. No script error happens in it."""
    wrong: list[str] = []
    page = open_page()
    page.set_extra_http_headers({"Accept-Language": "ar,en;q=0.5"})
    page.emulate_media(reduced_motion="reduce")
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert wrong == []


@pytest.fixture
def address(transactional_db: None, _clean_start: None, live_site: str) -> str:
    Business.objects.create(
        name="ورشة مارا",
        sender_name="مارا",
        sender_email="mara@example.com",
        postal_address="القاهرة",
    )
    return f"{live_site}/f/{arabic_publication().funnel.slug}/"


def said(text: str, **more: object) -> str:
    """Our own words, from the Arabic catalog, which has them."""
    with translation.override("ar"):
        found = translation.gettext(text)
    assert found != text
    return found % more if more else found


def where(page: Page, number: int) -> None:
    label = said("%(number)s of %(total)s", number=number, total=10)
    expect(page.locator("#top .where")).to_have_text(label)


def test_the_landing_page_offers_arabic_to_who_reads_it(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    offered = page.get_by_role("link", name=said("Continue in English"))
    expect(offered).to_have_attribute("lang", "ar")
    expect(offered).to_have_attribute("dir", "rtl")
    offered.click()
    expect(page).to_have_url(f"{address}ar/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("link", name=said("Continue in English"))).to_have_count(0)


def test_ten_kinds_by_tap_from_right_to_left(page: Page, address: str) -> None:
    page.goto(f"{address}ar/")
    checks = Checks()
    for number, key in enumerate(KINDS, start=1):
        where(page, number)
        # The way to the other language says its name in itself.
        stands_in_arabic(page, checks, key, *([] if number > 1 else ["English"]))
        if number > 1:
            back_is_on_the_right(page)
        give(page, key)
    expect(page.locator("h1")).to_have_text(WORDS["You look twice"])
    stands_in_arabic(page, checks, "result", "PDF")
    checks.done()
    assert answers() == STORED_HERE


def test_everything_is_mirrored(page: Page, address: str) -> None:
    page.goto(f"{address}ar/")
    letter_is_on_the_right(page.locator(".choices button").first)
    give(page, "habit")
    where(page, 2)
    grows_from_the_right(page)
    give(page, "paid")
    give(page, "hour")
    where(page, 4)
    box, words = (page.locator(f".choices label {each}").first for each in ("input", "span"))
    assert left(box) > left(words)
    give(page, "tools")
    where(page, 5)
    first, second = (page.locator(".marks label").nth(each) for each in (0, 1))
    assert left(first) > left(second), "a scale begins on the right"
    give(page, "sure")
    where(page, 6)
    assert left(page.locator(".with-unit input")) > left(page.locator("#unit"))


def test_what_is_no_number_is_refused_in_arabic(page: Page, address: str) -> None:
    page.goto(f"{address}ar/")
    for number, key in enumerate(list(KINDS)[:5], start=1):
        where(page, number)
        give(page, key)
    where(page, 6)
    bounds = said("Please write a number from %(low)s to %(high)s.", low="0", high="100")
    for wrong in ("١٠١", "كثير", ""):
        page.locator("[name=answer]").fill(wrong)
        page.locator("main#step").evaluate("main => main.setAttribute('data-was', '')")
        page.locator(MAIN).click()
        expect(page.locator("main#step:not([data-was]) #error-answer")).to_have_text(bounds)
        expect(page.locator("[name=answer]")).to_be_focused()
    checks = Checks()
    stands_in_arabic(page, checks, "refused")
    checks.done()
    give(page, "lost")
    where(page, 7)
    assert answers()["lost"] == ["12.5"]


@pytest.mark.usefixtures("worker")
def test_the_mail_that_was_asked_for_is_arabic(
    page: Page, address: str, smtp_server: MailServer
) -> None:
    page.goto(f"{address}ar/")
    checks = Checks()
    for number, key in enumerate(KINDS, start=1):
        where(page, number)
        give(page, key)
    expect(page.locator("h1")).to_have_text(WORDS["You look twice"])
    page.locator(MAIN).click()
    expect(page.locator("main#step")).to_have_attribute("data-screen", "opt_in")
    page.locator("[name=email]").fill("no address")
    page.locator(MAIN).click()
    expect(page.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    stands_in_arabic(page, checks, "opt-in", "anna@example.com")
    page.locator("[name=email]").fill("mara@example.com")
    page.locator(MAIN).click()
    expect(page.locator("h1")).to_have_text(WORDS["Raise it together"])
    stands_in_arabic(page, checks, "offer")
    checks.done()
    reads_the_mail(page, smtp_server)


def reads_the_mail(page: Page, server: MailServer) -> None:
    dispatch_due.delay()
    until(lambda: bool(server.messages), "the mail", page, seconds=60)
    mail = server.messages[0]
    assert mail["Subject"] == SUBJECT
    html, text = mailbox.html(mail), mailbox.text(mail)
    assert '<html lang="ar" dir="rtl">' in html
    assert said("Unsubscribe") in mailbox.links(mail)
    assert "مرحبًا بك" in html
    assert "مرحبًا بك" in text
    assert latin(re.sub(r"https?://\S+|\S+@\S+", "", text)) == []
    page.goto(mailbox.links(mail)[WORDS["Open"]])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text(WORDS["You look twice"])


def give(page: Page, key: str) -> None:
    """The answer to one question, by tapping and typing in Arabic."""
    if key in TAPPED:
        page.locator("#step .choices button").filter(has_text=WORDS[TAPPED[key]]).click()
        return
    if key in TYPED:
        page.locator("[name=answer]").fill(TYPED[key])
    elif key == "tools":
        page.get_by_label(WORDS["A sheet"]).check()
        page.get_by_label(WORDS["An app"]).check()
    elif key == "sure":
        page.locator(".marks label").nth(7).click()
    else:
        for _ in range(2):
            page.locator("[value='up:calm']").click()
    page.locator(MAIN).click()


def stands_in_arabic(page: Page, checks: Checks, name: str, *allowed: str) -> None:
    """Arabic and right to left in every word, nothing to the side, and for everybody."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "ar")
    expect(html).to_have_attribute("dir", "rtl")
    text = page.locator("body").inner_text()
    for each in allowed:
        text = text.replace(each, "")
    for word in latin(text):
        checks.note(f"{name}: not Arabic: {word}")
    if page.locator("#top progress").count():
        expect(page.locator("#top progress")).to_have_attribute(
            "aria-label", said("How far you are")
        )
    for words in ("Privacy", "Imprint"):
        expect(page.get_by_role("link", name=said(words), exact=True)).to_be_visible()
    checks.axe_here(page, f"ar-{name}")
    checks.fits(page, f"ar-{name}", width=390)


def latin(text: str) -> list[str]:
    """Words of Latin letters; a single one is the letter before a choice."""
    return re.findall(r"[A-Za-z]{2,}", text)


def back_is_on_the_right(page: Page) -> None:
    back = page.locator("#step .back")
    expect(back).to_have_text(re.compile(said("Back")))
    box = back.bounding_box()
    assert box
    # Its text is in line with the heading; the target reaches a little further out.
    assert round(390 - box["x"] - box["width"]) == 12
    turned = back.locator("span").evaluate("e => getComputedStyle(e).transform")
    assert turned == "matrix(-1, 0, 0, 1, 0, 0)"


def letter_is_on_the_right(button: Locator) -> None:
    """The text keeps clear of the letter on the right, and the room after it is on the left."""
    to_left, to_right = button.evaluate(_ENDS)
    assert to_right == 1 + 18 + 28 + 14
    assert to_left > to_right


def grows_from_the_right(page: Page) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("DOM.getDocument")

    def box(part: str) -> tuple[float, float]:
        """The left and right end of a part that the browser draws itself."""
        wanted = {"query": f"-webkit-progress-{part}", "includeUserAgentShadowDOM": True}
        search = wire.send("DOM.performSearch", wanted)["searchId"]
        found: dict[str, Any] = wire.send(  # Any: the browser's protocol has no types here.
            "DOM.getSearchResults", {"searchId": search, "fromIndex": 0, "toIndex": 1}
        )
        corners = wire.send("DOM.getBoxModel", {"nodeId": found["nodeIds"][0]})["model"]["content"]
        return corners[0], corners[2]

    (left_end, right_end), (track_left, track_right) = box("value"), box("bar")
    assert round(right_end) == round(track_right)
    assert track_left < left_end < right_end


def left(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["x"]
