"""The offer in a browser: each thing its button can do, and what comes back from there."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from funnel.models import Connection, Conversion, Visit
from leads.models import EmailAddress, Lead
from tests.conftest import OpenPage
from tests.funnel.conversions.senders import SECRET, signed
from tests.funnel.factories import make_publication
from tests.funnel.journey.offers import CALENDAR, SHOP, offer_document

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_clean_start")]

LINK = {"action": "link", "url": SHOP}
BOOKING = {"action": "booking", "url": CALENDAR}


def at_offer(page: Page, site: str, *, email: str = "", **offer: object) -> Page:
    """On the offer, by the first answers, the checklist and the gate."""
    publication = make_publication(offer_document(**offer))
    page.context.route(re.compile(r"^https:"), _elsewhere)
    page.goto(f"{site}/f/{publication.funnel.slug}/")
    heading = page.locator("h1")
    for words in ("What about your rate?", "What about your raise?", "You are a discounter"):
        expect(heading).to_have_text(words, timeout=20_000)
        # By key: the second of two quick clicks at one place is taken for a double click.
        page.locator("#step .choices button, #step .main").first.press("Enter")
    expect(page.locator("main#step")).to_have_attribute("data-screen", "checklist", timeout=20_000)
    page.locator("[name=tick]").first.check()
    page.locator("#step .main").press("Enter")
    expect(page.locator("main#step")).to_have_attribute("data-screen", "opt_in", timeout=20_000)
    if email:
        page.locator("[name=email]").fill(email)
        page.locator("#step .main").press("Enter")
    else:
        page.locator("#step [value=skip]").press("Enter")
    expect(heading).to_have_text("The money check: 45 minutes on your own numbers", timeout=20_000)
    return page


def _elsewhere(route: Route) -> None:
    """Every other site is one page."""
    route.fulfill(content_type="text/html", body="<h1>Elsewhere</h1>")


def leaves(page: Page, button: str = "Ask Mara for a time") -> dict[str, list[str]]:
    """Presses, and says which fields the address took along."""
    page.get_by_role("button", name=button).click()
    expect(page.locator("h1")).to_have_text("Elsewhere", timeout=20_000)
    return parse_qs(urlsplit(page.url).query)


def told(site: str, path: str, headers: dict[str, str], data: object) -> object:
    body = json.dumps(data).encode()
    now = str(int(time.time()))
    signatures = {
        "X-Smallyes-Timestamp": now,
        "X-Smallyes-Signature": "sha256=" + signed(now.encode() + b"." + body),
        "X-Cal-Signature-256": signed(body),
        "Content-Type": "application/json",
    }
    asked = urllib.request.Request(site + path, body, headers | signatures)
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_purchase_elsewhere_comes_back(
    transactional_db: None, live_site: str, open_page: OpenPage, *, javascript: bool
) -> None:
    Connection.objects.create(kind="conversion", secret=SECRET)
    page = at_offer(open_page(javascript=javascript), live_site, **LINK)
    assert "You answered 2 questions" in page.locator(".did").inner_text()
    assert "You kept the checklist" in page.locator(".did").inner_text()
    taken = leaves(page)
    visit = Visit.objects.get()
    assert taken == {"plan": ["a"], "ref": [visit.conversion_key]}

    sale = {"key": taken["ref"][0], "kind": "bought", "id": "7", "amount": 149, "currency": "EUR"}
    for state in ("Landed.", "Landed before. Nothing changed."):
        assert told(live_site, "/hooks/conversion/", {}, sale) == {
            "state": "landed",
            "message": state,
        }
    page.go_back()
    expect(page.locator("main#step")).to_have_attribute("data-screen", "offer_thanks")
    kinds = Conversion.objects.order_by("pk").values_list("kind", "amount")
    assert [(kind, str(amount)) for kind, amount in kinds] == [
        ("pressed", "None"),
        ("bought", "149.00"),
    ]


def test_booking_opens_filled_in_and_comes_back(
    transactional_db: None, live_site: str, open_page: OpenPage
) -> None:
    Connection.objects.create(kind="cal", secret=SECRET)
    page = at_offer(open_page(), live_site, email="mara@example.com", **BOOKING)
    assert "mara@example.com" not in page.content()
    taken = leaves(page)
    key = Visit.objects.get().conversion_key
    assert taken == {"email": ["mara@example.com"], "metadata[ref]": [key]}

    payload = {"uid": "b1", "metadata": {"ref": key}, "attendees": [{"email": "m@example.com"}]}
    data = {"triggerEvent": "BOOKING_CREATED", "payload": payload}
    told(live_site, "/hooks/cal/", {}, data)
    assert Conversion.objects.filter(kind="booked", way="calendar").count() == 1
    assert Lead.objects.get().call_asked_at is not None


def test_chat_opens_with_words_of_the_visitor(
    transactional_db: None, live_site: str, open_page: OpenPage
) -> None:
    text = 'I said “{{ answer.quiz.rate | default: "not yet" }}”.'
    chat = {"action": "whatsapp", "whatsapp": "+46701234567", "whatsapp_text": text}
    page = at_offer(open_page(), live_site, **chat)
    assert leaves(page) == {"text": ["I said “It stayed: für immer”."]}
    assert page.url.startswith("https://wa.me/46701234567?")


def test_call_by_phone_alone(transactional_db: None, live_site: str, open_page: OpenPage) -> None:
    page = at_offer(open_page(), live_site)
    page.get_by_role("button", name="Ask Mara for a time").click()
    page.get_by_role("button", name="Ask for the call").click()
    expect(page.locator("#error-phone")).to_be_visible()
    page.get_by_label("Phone").fill("+46 70 123 45 67")
    page.get_by_role("button", name="Ask for the call").click()
    expect(page.locator("main#step")).to_have_attribute("data-screen", "offer_thanks")
    assert Lead.objects.get().known_by_phone == "+46701234567"
    assert EmailAddress.objects.count() == 0


def test_not_now_leads_to_a_smaller_step(
    transactional_db: None, live_site: str, open_page: OpenPage
) -> None:
    page = at_offer(open_page(), live_site)
    page.get_by_role("button", name="Not now").click()
    expect(page.locator("h1")).to_have_text("That is fine")
    page.get_by_role("link", name="Back to your result").click()
    expect(page.locator("main#step")).to_have_attribute("data-screen", "result")
