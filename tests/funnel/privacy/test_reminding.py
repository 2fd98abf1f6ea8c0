"""One reminder, two days after somebody asked for mails and did not press confirm."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from funnel.privacy.reminding import remind_unconfirmed
from leads.consents import confirm_address, withdraw_consents
from leads.models import Consent, EmailAddress, Lead, Suppression
from nurture.models import Delivery, MailLink, OutboxMail
from nurture.sending.batch import send_batch
from nurture.sending.reading import read
from tests.funnel.privacy.people import OUTBOX, Person, make_person
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return make_person()


def later(hours: float = 49) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def remind(hours: float = 49) -> int:
    return remind_unconfirmed(now=later(hours), limit=50)


def test_reminder_comes_after_two_days_once(person: Person) -> None:
    assert remind(47) == 0
    assert remind(49) == 1
    assert remind(50) == remind(120) == 0
    mail = Delivery.objects.get(dedupe_key=f"confirm:{person.address.pk}:1")
    assert (mail.purpose, mail.state) == ("requested", "scheduled")
    assert EmailAddress.objects.get(pk=person.address.pk).reminded_at is not None


def test_reminder_carries_the_confirm_button_and_nothing_a_visitor_typed(
    person: Person, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = OUTBOX
    make_business()
    Lead.objects.filter(pk=person.lead.pk).update(name="Quirina www.spam.example")
    assert remind() == 1
    mail = Delivery.objects.get(dedupe_key=f"confirm:{person.address.pk}:1")
    assert send_batch([mail.pk], clock=later) == 1
    kept = read(OutboxMail.objects.get(recipient=person.address.normalised))
    assert "spam.example" not in kept.html + kept.text + kept.subject
    link = MailLink.objects.get(delivery=mail, target="confirm")
    assert kept.html.count(f"/e/{link.token}/") == kept.text.count(f"/e/{link.token}/") == 1
    Client().post(f"/e/{link.token}/")
    assert EmailAddress.objects.get(pk=person.address.pk).confirmed_at is not None


def test_no_reminder_where_nothing_waits(person: Person) -> None:
    confirm_address(address=person.address, now=timezone.now(), channel="mail")
    assert remind() == 0


def test_no_reminder_after_it_was_taken_back(person: Person) -> None:
    withdraw_consents(
        address=person.address, text="Stop", language="en", channel="page", now=timezone.now()
    )
    assert remind() == 0


@pytest.mark.parametrize("reason", Suppression.Reason.values)
def test_no_reminder_to_whom_we_may_not_write(person: Person, reason: str) -> None:
    Suppression.objects.create(
        address_hash=person.address.address_hash, reason=reason, created_at=timezone.now()
    )
    assert remind() == 0


def test_no_reminder_in_a_pause_nor_after_a_week(person: Person) -> None:
    mine = EmailAddress.objects.filter(pk=person.address.pk)
    mine.update(paused_until=later(24 * 30))
    assert remind() == 0
    mine.update(paused_until=None)
    assert remind(24 * 7 + 1) == 0


def test_no_reminder_where_only_the_result_was_asked_for(person: Person) -> None:
    Consent.objects.exclude(purpose="requested").delete()
    assert remind() == 0
