"""A salesperson's morning on a phone: one pane at a time, everything with a thumb."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from funnel.groups import SALES
from leads.models import Lead, Note, Task, Touch
from tests.conftest import OpenPage
from tests.journeys.staff import log_in, make_caller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _fits(page: Page) -> None:
    """Nobody has to scroll sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    assert wide == 390


def test_morning_on_a_phone(live_site: str, open_page: OpenPage) -> None:
    mara, jonas = make_caller("Mara", 9, phone="+46701234567"), make_caller("Jonas", 5)
    page = open_page(width=390)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    log_in(page, live_site, "/leads/", group=SALES)
    rows = page.locator("a.row")
    expect(rows).to_have_count(2)
    expect(page.locator("#lead")).to_be_hidden()
    _fits(page)

    rows.filter(has_text="Mara").tap()
    expect(page.locator("#lead-title")).to_have_text("Mara")
    expect(rows.first).to_be_hidden()
    _fits(page)
    ways = page.locator(".actions a")
    hrefs = [each.get_attribute("href") for each in ways.all()]
    assert hrefs == [
        "tel:+46701234567",
        "https://wa.me/46701234567",
        "mailto:mara@example.com",
    ]
    page.get_by_role("button", name="No answer").tap()
    expect(page.locator(".taken")).to_contain_text("Noted: No answer.")

    page.locator(".back a").tap()
    expect(rows).to_have_count(1)
    expect(page.locator("#lead")).to_be_hidden()
    rows.filter(has_text="Jonas").tap()
    page.locator("summary", has_text="Call back").tap()
    _fits(page)
    page.get_by_role("button", name="Next working morning").tap()
    expect(page.locator(".taken")).to_contain_text("Noted: Call back.")
    page.locator("#note").fill("Drives until ten.")
    page.get_by_role("button", name="Keep the note").tap()
    expect(page.locator(".noted").first).to_contain_text("Drives until ten.")
    page.locator("#task-text").fill("Send the price list")
    page.get_by_role("button", name="Add", exact=True).tap()
    expect(page.locator(".task")).to_contain_text("Send the price list")
    page.locator("summary", has_text="Move to").tap()
    page.locator("#won-amount").fill("1200")
    page.get_by_role("button", name="Won").tap()
    expect(page.locator(".whose strong")).to_have_text("1200.00 EUR")
    _fits(page)

    page.locator(".back a").tap()
    expect(page.locator("#list-title")).to_be_visible()
    expect(rows).to_have_count(0)
    assert wrong == []
    for lead in (mara, jonas):
        lead.refresh_from_db()
    assert mara.follow_up_at is not None
    assert mara.follow_up_at > timezone.now() + timedelta(minutes=1)
    assert (jonas.stage, jonas.won_amount) == (Lead.Stage.WON, Decimal(1200))
    outcomes = Touch.objects.order_by("pk").values_list("lead", "outcome")
    assert list(outcomes) == [(mara.pk, "no_answer"), (jonas.pk, "call_back")]
    assert list(Note.objects.values_list("text", flat=True)) == ["Drives until ten."]
    assert list(Task.objects.values_list("text", flat=True)) == ["Send the price list"]
