"""The desk in a real browser: every kind of answer, both directions, and what its script says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from funnel.groups import SALES
from leads.activity import record_acts
from leads.facts import write_facts
from leads.models import Lead
from leads.queueing import CALL
from tests.conftest import OpenPage
from tests.journeys.checking import Checks
from tests.journeys.staff import log_in
from tests.leads.factories import (
    EVERY_KIND,
    make_act,
    make_address,
    make_lead,
    make_staff,
    make_story,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What WCAG 2.2 AA (2.5.8) asks for: the desk is denser than the public pages.
LEAST = 24


@pytest.fixture
def lead_path(_clean_start: None) -> str:
    now = timezone.now()
    lead = make_lead(name="Mara Lindqvist", at=now, phone="+46 40 123")
    make_address(lead=lead, text="mara@example.com")
    figures = [{"key": "lost", "name": "a month lost", "value": 380.0, "said": "€380"}]
    story = replace(make_story(at=now), answers=EVERY_KIND, figures=figures, score=72)
    write_facts(lead_id=lead.pk, story=story)
    record_acts(lead=lead, acts=[make_act("call_asked", at=now)], now=now)
    return f"/leads/{lead.pk}/"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_desk_shows_every_kind_of_answer_to_everybody(
    live_site: str, open_page: OpenPage, lead_path: str, language: str
) -> None:
    page = open_page(width=1280)
    log_in(page, live_site, "/leads/", group=SALES)
    page.set_extra_http_headers({"Accept-Language": language})
    checks = Checks()
    for path in ("/leads/", lead_path):
        page.goto(live_site + path)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        checks.whole(page, f"desk-{language}", least=LEAST)
    checks.done()


def test_desk_says_copied_in_the_words_of_the_page(
    live_site: str, open_page: OpenPage, lead_path: str
) -> None:
    page = open_page(width=1280)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, live_site, "/leads/", group=SALES)
    page.goto(live_site + lead_path)
    button = page.locator("[data-copy]").first
    expect(button).to_have_text("Copy")
    button.click()
    expect(page.locator("#said")).to_have_text("Address copied")
    expect(button).to_have_text("Copied")
    expect(button).to_have_text("Copy")
    assert page.evaluate("navigator.clipboard.readText()") == "mara@example.com"


def _caller(name: str, minutes: int) -> Lead:
    """Somebody who asked for a call so long ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    lead = make_lead(name=name, at=at)
    record_acts(lead=lead, acts=[make_act("call_asked", at=at, kind="call")], now=timezone.now())
    place = {"queue_rank": CALL, "queue_at": at, "call_asked_at": at}
    Lead.objects.filter(pk=lead.pk).update(**place)
    return lead


def test_desk_shows_a_colleagues_claim_and_keeps_the_focus(
    live_site: str, open_page: OpenPage
) -> None:
    mara, _jonas = _caller("Mara", 9), _caller("Jonas", 5)
    page = open_page(width=1280)
    log_in(page, live_site, "/leads/", group=SALES)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".row", has_text="Jonas")).to_be_focused()
    Lead.objects.filter(pk=mara.pk).update(owner=make_staff("anna"), claimed_at=timezone.now())
    page.evaluate("document.body.dispatchEvent(new Event('desk-changed'))")
    expect(page.locator(".row.is-taken")).to_contain_text("anna has just claimed this")
    expect(page.locator(".row", has_text="Jonas")).to_be_focused()
    expect(page.locator("#tabs .count").first).to_have_text("2")
    page.keyboard.press("Enter")
    expect(page.locator("#lead-title")).to_have_text("Jonas")


def test_desk_tells_its_keys(live_site: str, open_page: OpenPage) -> None:
    _caller("Mara", 9)
    page = open_page(width=1280)
    log_in(page, live_site, "/leads/", group=SALES)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    checks = Checks()
    checks.axe(page, "keys")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("?j")
    expect(page.locator("#q")).to_have_value("?j")
    checks.done()
