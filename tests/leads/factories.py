"""People of the tests: plain functions that make rows, with times of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from django.contrib.auth.models import Permission, User

from leads.activity import Act
from leads.addresses import address_hash, normalise
from leads.facts import VisitStory
from leads.models import Business, Consent, EmailAddress, Lead

NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)

_numbers = count(1)

# One answer of each kind of question, as the roof writes them; the last was skipped.
EVERY_KIND = [
    {"step": "quiz", "question": key, "asked": asked, "kind": kind, "values": values, "said": said}
    for key, asked, kind, values, said in (
        ("rate", "How do you set your rate?", "single", ["last"], "Last year's"),
        ("from", "Where do clients come from?", "multiple", ["a", "b"], "Referrals, Ads"),
        ("desk", "Which desk is yours?", "picture", ["tidy"], "The tidy one"),
        ("book", "Do you keep a cash book?", "yes_no", ["no"], "No"),
        ("sure", "How sure are you?", "scale", ["7"], "7 of 10"),
        ("hours", "Unpaid hours a week?", "number", ["12.5"], "12.5 hours"),
        ("word", "Your trouble in a word?", "short_text", ["Getting paid"], "Getting paid"),
        ("tell", "Tell us more", "long_text", ["..."], "Clients pay late.\n\nI don't ask."),
        ("raise", "Your last raise?", "date", ["2025-11-01"], "Nov. 1, 2025"),
        ("first", "What matters first?", "ranking", ["t", "m"], "1. Time, 2. Money, now"),
        ("site", "Your website?", "short_text", [], ""),
    )
]


def ago(*, days: float = 0, minutes: float = 0) -> datetime:
    return NOW - timedelta(days=days, minutes=minutes)


def make_business(*, name: str = "Ledger & Lark", time_zone: str = "Europe/Stockholm") -> Business:
    return Business.objects.create(
        name=name,
        sender_name=name,
        sender_email="hello@example.com",
        postal_address="Storgatan 1, 211 42 Malmö, Sweden",
        time_zone=time_zone,
    )


def make_lead(
    *, name: str = "Mara", stage: str = Lead.Stage.NEW, at: datetime = NOW, phone: str = ""
) -> Lead:
    return Lead.objects.create(
        name=name, stage=stage, phone=phone, created_at=at, last_act_at=at, stage_changed_at=at
    )


def make_address(*, lead: Lead | None = None, text: str = "", at: datetime = NOW) -> EmailAddress:
    text = text or f"person{next(_numbers)}@example.com"
    normalised = normalise(text)
    return EmailAddress.objects.create(
        lead=lead or make_lead(at=at),
        address=text,
        normalised=normalised,
        address_hash=address_hash(normalised),
        created_at=at,
    )


def make_act(
    points_key: str = "",
    *,
    subject: str = "",
    at: datetime = NOW,
    label: str = "",
    kind: str = "step",
    effort: int = 0,
    source_key: str = "",
    visit_id: int | None = None,
) -> Act:
    number = next(_numbers)
    return Act(
        kind=kind,
        subject=subject or f"1/step-{number}",
        label=label or points_key or "Said yes",
        occurred_at=at,
        source_key=source_key or f"test:{number}",
        points_key=points_key,
        effort=effort,
        visit_id=visit_id,
    )


def make_consent(
    address: EmailAddress,
    *,
    purpose: str = "marketing",
    moment: str = "given",
    needs_confirmation: bool = True,
    at: datetime = NOW,
    text: str = "Yes, write to me now and then.",
    topic: str = "",
) -> Consent:
    return Consent.objects.create(
        address=address,
        purpose=purpose,
        topic=topic,
        moment=moment,
        needs_confirmation=needs_confirmation,
        text=text,
        language="en",
        url="/f/rates/",
        channel="page",
        occurred_at=at,
    )


def make_story(*, visit_id: int = 7, at: datetime = NOW, said: str = "Last year's") -> VisitStory:
    return VisitStory(
        visit_id=visit_id,
        funnel_id=1,
        funnel_name="Do your rates hold?",
        answers=[
            {
                "step": "quiz",
                "question": "rate",
                "asked": "How do you set your rate?",
                "values": ["last-year"],
                "said": said,
            }
        ],
        outcome_key="quiet",
        outcome_name="Quiet discounter",
        topics=[
            {"key": "pricing", "name": "Pricing", "percent": 40},
            {"key": "no", "name": "Saying no", "percent": 65},
        ],
        source="newsletter",
        last_step="the offer",
        device="phone",
        language="en",
        started_at=at,
        updated_at=at,
    )


def make_staff(username: str = "sales", *, may_see_leads: bool = True) -> User:
    user = User.objects.create_user(username, password="correct horse battery", is_staff=True)
    if may_see_leads:
        user.user_permissions.add(
            Permission.objects.get(codename="view_lead", content_type__app_label="leads")
        )
    return user
