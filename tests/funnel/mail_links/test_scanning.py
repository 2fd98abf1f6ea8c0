"""A scanner opens every link of every mail a person ever gets: nothing happens, nothing shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from funnel.privacy.links import send_data_link
from funnel.privacy.reminding import remind_unconfirmed
from leads.models import EmailAddress, Lead
from nurture.models import Delivery
from nurture.writing.rendering import render_delivery
from tests.funnel.journey.stored import everything
from tests.funnel.privacy.people import TRACES, Person, make_person
from tests.nurture.factories import make_enrollment
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def mails_of(person: Person) -> list[Delivery]:
    """What was asked for, the reminder, the link to their data, and a mail of a series."""
    now = timezone.now()
    assert remind_unconfirmed(now=now + timedelta(hours=49), limit=10) == 1
    assert send_data_link(address=person.address, language="en", now=now)
    EmailAddress.objects.filter(pk=person.address.pk).update(confirmed_at=now)
    person.address.consents.filter(moment="given").update(needs_confirmation=False)
    place = make_enrollment(address=person.address, now=now)
    type(place).objects.filter(pk=place.pk).update(due_at=now, visit_id=person.visit.pk)
    dispatch(now, limit=10, pace=None)
    Lead.objects.update(name="Quirina", phone="+46701234567", company="Zobel & Wisp")
    return list(Delivery.objects.order_by("pk").select_related("lead", "address", "enrollment"))


def links_of(mails: list[Delivery]) -> set[str]:
    found: set[str] = set()
    for mail in mails:
        rendered = render_delivery(mail)
        found |= set(re.findall(r'href="([^"]+)"', rendered.html))
        found |= set(re.findall(r"https?://\S+", rendered.text)) | {rendered.unsubscribe_url}
    return {link for link in found if link.startswith(settings.SITE_URL)}


def test_every_link_of_every_mail_a_hundred_times() -> None:
    person = make_person()
    mails = mails_of(person)
    assert len(mails) == 4
    links = links_of(mails)
    assert sum("/my-data/" in link for link in links) == 1
    # A button, a way to choose and a way out in each.
    assert len(links) == 4 * 3
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; LinkScanner/1.0)")
    before = everything()
    for link in sorted(links):
        for number in range(50):
            response = client.get(link)
            assert response.status_code == client.head(link).status_code
            if response.status_code == 302 and number % 10 == 0:
                response = client.get(response.headers["Location"])
            assert response.status_code in {200, 302}, link
            text = response.content.decode().lower()
            assert [trace for trace in TRACES if trace in text] == [], link
    assert everything() == before
