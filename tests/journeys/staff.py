"""Marketers and sales in the browser: accounts, the way in, and leads to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Cookie, Page

from funnel.groups import MARKETING, SALES, ensure_groups
from funnel.models import Funnel
from leads.activity import record_acts
from leads.capture import capture_lead
from leads.consents import Terms, confirm_address, give_consents
from leads.facts import VisitStory, write_facts
from leads.models import Lead
from tests.leads.factories import make_act, make_address, make_lead

PASSWORD = "correct horse battery staple"

# Name, address, and what they did: points key, how many days ago, words of the timeline.
_PEOPLE: list[tuple[str, str, list[tuple[str, float, str]]]] = [
    (
        "Jana Brandt",
        "jana@brandt-design.example",
        [
            ("quiz_finished", 0.2, "Finished the quiz: generous quoter"),
            ("gift", 0.19, "Kept the checklist: 4 of 7 ticked"),
            ("address_given", 0.18, "Left an address"),
            ("address_confirmed", 0.1, "Confirmed the address"),
            ("offer_seen", 0.06, "Saw the offer"),
            ("offer_pressed", 0.05, "Pressed the offer: Ask Mara for a time"),
            ("call_asked", 0.04, "Asked for a call: Tuesday morning"),
        ],
    ),
    (
        "Ola Lindqvist",
        "ola@lindqvistfoto.example",
        [
            ("quiz_finished", 3, "Finished the quiz: free lender"),
            ("gift", 3, "Kept the checklist: 6 of 7 ticked"),
            ("address_given", 3, "Left an address"),
            ("address_confirmed", 2.9, "Confirmed the address"),
            ("video_75", 1.2, "Watched 75 % of the video"),
            ("offer_seen", 1.1, "Saw the offer"),
            ("offer_pressed", 1.1, "Pressed the offer: Ask Mara for a time"),
        ],
    ),
    (
        "Fatima Haddad",
        "fatima.haddad@example.com",
        [
            ("quiz_finished", 5, "Finished the quiz: tightrope walker"),
            ("gift", 5, "Kept the checklist: 2 of 7 ticked"),
            ("address_given", 5, "Left an address"),
            ("mail_click", 2, "Came back from the mail: Three ticks, three minutes"),
        ],
    ),
    (
        "Tomás Ferreira",
        "tomas@example.com",
        [
            ("quiz_finished", 16, "Finished the quiz: generous quoter"),
            ("address_given", 16, "Left an address"),
        ],
    ),
    ("", "studio.weber@example.com", [("poll", 21, "Answered the poll: The week is full")]),
]
_SAID = [
    (
        "pushback",
        "A client says: “That is a bit more than I hoped.” What do you say?",
        "I can do it for less",
    ),
    ("raise", "When did you last raise your price?", "Longer ago than that"),
    ("invoice", "The work is done. When does the invoice go out?", "Within a week"),
    ("cushion", "No client pays for a while. How long can you still pay yourself?", "A few weeks"),
]


def log_in(page: Page, site: str, path: str, *, group: str = SALES) -> User:
    """A new member of that group ('' for a superuser), logged in and standing at `path`."""
    ensure_groups()
    user = User.objects.create_user(
        "mara" if group == MARKETING else "sam",
        password=PASSWORD,
        is_staff=True,
        is_superuser=not group,
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    page.goto(f"{site}/admin/login/?next={path}")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(site + path)
    return user


def make_caller(name: str, minutes: int, *, phone: str = "") -> Lead:
    """Somebody who asked for a call so long ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    lead = make_lead(name=name, at=at, phone=phone)
    make_address(lead=lead, text=f"{name.lower()}@example.com")
    record_acts(lead=lead, acts=[make_act("call_asked", at=at, kind="call")], now=timezone.now())
    return lead


def believable_leads(*, now: datetime) -> list[Lead]:
    """Five people at different warmth, the warmest with answers and a permission."""
    funnel = Funnel.objects.get(slug="money-habits")
    leads = []
    for number, (name, address, did) in enumerate(_PEOPLE, start=1):
        began = now - timedelta(days=did[0][1])
        captured = capture_lead(address=address, first_name=name, now=began)
        assert captured.address is not None
        give_consents(
            address=captured.address,
            terms=[Terms("marketing", "Yes, also send me the four money mails.", True)],
            language="en",
            url="https://quiz.example.com/f/money-habits/",
            channel="page",
            now=began,
        )
        if any(points == "address_confirmed" for points, _, _ in did):
            confirm_address(address=captured.address, now=began, channel="mail")
        acts = [
            make_act(points, at=now - timedelta(days=days), label=label, effort=2)
            for points, days, label in did
        ]
        record_acts(lead=captured.lead, acts=acts, now=now)
        write_facts(lead_id=captured.lead.pk, story=_story(funnel, number, began, now))
        leads.append(captured.lead)
    Lead.objects.filter(pk=leads[0].pk).update(phone="+49 170 1234567")
    return leads


def _story(funnel: Funnel, number: int, began: datetime, now: datetime) -> VisitStory:
    return VisitStory(
        visit_id=900 + number,
        funnel_id=funnel.pk,
        funnel_name=funnel.name,
        started_at=began,
        updated_at=now,
        answers=[
            {"step": "quiz", "question": key, "asked": asked, "values": [key], "said": said}
            for key, asked, said in _SAID
        ],
        outcome_key="generous-quoter",
        outcome_name="generous quoter",
        topics=[
            {"key": name.lower(), "name": name, "percent": percent}
            for name, percent in (("Pricing", 17), ("Invoicing", 50), ("Reserves", 67))
        ],
        source="newsletter",
        last_step="the offer",
        device="phone",
        language="en",
    )


def let_in(page: Page, cookies: Sequence[Cookie], address: str) -> None:
    """As somebody else's browser that holds the same cookies."""
    site = urljoin(address, "/")
    page.context.add_cookies(
        [{"name": each["name"], "value": each["value"], "url": site} for each in cookies]
    )
