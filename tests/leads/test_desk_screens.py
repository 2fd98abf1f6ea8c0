"""The desk in a real browser: every kind of answer, both directions, and what its script says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from funnel.groups import SALES
from leads.activity import record_acts
from leads.facts import write_facts
from tests.conftest import OpenPage
from tests.journeys.checking import Checks
from tests.journeys.staff import log_in
from tests.leads.factories import EVERY_KIND, make_act, make_address, make_lead, make_story

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
