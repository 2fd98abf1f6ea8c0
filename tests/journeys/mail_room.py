"""What a marketer finds on a busy morning: mails in every state, a reply, a checked domain."""

from __future__ import annotations

from datetime import datetime, timedelta

from leads.activity import record_acts
from leads.models import EmailAddress, Lead, Suppression
from leads.suppressing import suppress
from nurture.models import Delivery, DomainReport, Enrollment, MailRules, MailStop, Notice, Reply
from nurture.noticing import notice
from nurture.rules import save_rules
from nurture.sending import stopping
from nurture.sending.batch import send_batch
from nurture.watching.domain import Setup, judge
from nurture.watching.pulse import note_pulse
from tests.leads.factories import make_act, make_address, make_business
from tests.nurture.factories import (
    Clock,
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch
from tests.nurture.watching.table import Table, rsa_key

_GROUPS = ("google", "yahoo", "microsoft", "mail.example")
_SERIES = (
    ("one", 0, "Three ticks, three minutes"),
    ("two", 2, "Say the price, then wait"),
    ("three", 3, "A sentence for saying no"),
    ("four", 2, "When you are ready"),
)


def quiet(now: datetime) -> None:
    """A business, a clock that ticks, and a series somebody is on: all is well."""
    make_business()
    note_pulse(now)
    version = make_version(
        *(message(key, days=days, at="09:30", subject=subject) for key, days, subject in _SERIES)
    )
    for key, days, subject in _SERIES:
        version.sequence.messages.create(
            key=key, subject=subject, body="Hello.", button_label="Go on", delay_days=days
        )


def person(now: datetime) -> Lead:
    """Somebody in Lisbon whose first mails went out; before busy(), whose stops hold every mail."""
    start = (now - timedelta(days=6)).replace(hour=9, minute=12)
    version = make_version(
        *(message(key, days=days, at="09:30", subject=subject) for key, days, subject in _SERIES)
    )
    address = make_reader(text="ines@example.com")
    Lead.objects.filter(pk=address.lead_id).update(name="Inês Duarte", time_zone="Europe/Lisbon")
    lead = Lead.objects.get(pk=address.lead_id)
    make_enrollment(version=version, address=address, now=start)
    record_acts(lead=lead, acts=[make_act("quiz_finished", at=start)], now=now)
    clock = Clock(start)
    for _mail in _SERIES:
        # Planned, and then sent.
        for _look in range(2):
            if (due := _next_due(address)) is not None and due < now:
                clock.at = max(clock.at, due)
                send_batch(dispatch(clock.at), clock=clock)
    return lead


def _next_due(address: EmailAddress) -> datetime | None:
    planned = Enrollment.objects.filter(address=address, state=Enrollment.State.ACTIVE)
    waiting = Delivery.objects.filter(address=address, state=Delivery.State.SCHEDULED)
    times = [
        *planned.exclude(due_at=None).values_list("due_at", flat=True),
        *waiting.values_list("due_at", flat=True),
    ]
    return min((at for at in times if at is not None), default=None)


def busy(now: datetime) -> None:
    """Late mails, doubts, mails on hold, stops, a notice."""
    save_rules(MailRules(google_a_minute=60, cap_week=3))
    for number in range(3):
        at = now - timedelta(hours=number + 1)
        _in_state(at, state="ambiguous", handed_over_at=at, error="Connection closed")
    for _ in range(4):
        at = now - timedelta(minutes=50)
        _in_state(at, held_reason="server_away", due_at=now + timedelta(minutes=3))
    for number in range(12):
        at = now - timedelta(seconds=20 * number)
        _in_state(at, state="accepted", handed_over_at=at, provider_group=_GROUPS[number % 4])
    place = make_enrollment(now=now)
    place.sequence.messages.create(key="one", subject=_SERIES[0][2], body="x", button_label="y")
    for number in range(2):
        make_parked(make_enrollment(version=place.version, now=now), number, now)
    notice(
        kind=Notice.Kind.TEXT,
        key="three-ticks",
        subject="“Three ticks, three minutes” cannot be made for 30 % of its readers",
        text="It is paused.\n\nMend it and resume.",
        now=now,
    )
    MailStop.objects.create(
        scope="server",
        kind=MailStop.Kind.AWAY,
        reason="Connection refused",
        created_at=now - timedelta(minutes=45),
        until=now + timedelta(minutes=10),
        failures=3,
    )
    stopping.pause(scope="group:yahoo", by="mara", now=now)


def _in_state(at: datetime, **changes: object) -> None:
    Delivery.objects.filter(pk=make_requested(now=at).pk).update(**changes)


def make_parked(place: Enrollment, number: int, now: datetime) -> Delivery:
    return Delivery.objects.create(
        lead=place.lead,
        address=place.address,
        enrollment=place,
        purpose=Delivery.Purpose.MARKETING,
        message_key="one",
        dedupe_key=f"parked:{number}",
        state=Delivery.State.PARKED,
        created_at=now,
        due_at=now - timedelta(hours=4),
        error="name: undefined filter",
    )


def lists(now: datetime) -> None:
    """Addresses nobody may write to, replies nobody is known by, a domain with faults."""
    for text, reason in (
        ("gone@example.com", Suppression.Reason.BOUNCED),
        ("off@example.com", Suppression.Reason.UNSUBSCRIBED),
    ):
        suppress(address=make_address(text=text), reason=reason, now=now)
    for number, text in enumerate(("The second one fits.\n\nMay I ask about retainers?", "")):
        Reply.objects.create(
            way="mailbox",
            reply_key=f"unknown-{number}",
            sender=f"somebody-{number}@a-rather-long-domain-name.example.com",
            subject="Re: Three ways to price a small job" if text else "",
            text=text,
            received_at=now - timedelta(hours=30),
        )
    names = Table(
        txt={
            "example.com": ["v=spf1 mx -all"],
            "s1._domainkey.example.com": [f"v=DKIM1; p={rsa_key(1024)}"],
        },
        mx={"example.com": ["mail.example.com"]},
        a={"mail.example.com": ["93.184.216.7"], "smtp.host.example": ["93.184.216.34"]},
    )
    setup = Setup(None, "smtp.host.example", "quiz.example.com", False, "kim@example.com")
    found = judge(names, "example.com", setup=setup)
    DomainReport.objects.create(
        domain="example.com", findings=[each.to_json() for each in found], checked_at=now
    )
