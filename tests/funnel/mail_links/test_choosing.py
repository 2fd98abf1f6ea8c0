"""The page behind "Choose what you get": it shows without a name, and keeps what is pressed."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from funnel.mail_links.choosing import wishes_of
from funnel.models import DataLink
from leads.models import Consent, EmailAddress, Lead, Suppression
from leads.permission import may_email
from nurture.models import Enrollment
from nurture.reader.preferences import PAUSE, Wishes
from nurture.writing.links import address_of
from tests.funnel.journey.stored import everything
from tests.funnel.privacy.people import Person, make_person
from tests.nurture.factories import make_enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    """Confirmed, on the funnel's series, with a name and a phone."""
    person = make_person()
    Client().post(address_of(person.link("confirm")))
    Lead.objects.update(name="Quirina", phone="+46701234567", company="Zobel & Wisp")
    assert Enrollment.objects.filter(address=person.address, state="active").count() == 1
    person.link("preferences")
    return person


def page(person: Person, **sent: object) -> str:
    address = address_of(person.link("preferences"))
    client = Client()
    response = client.post(address, sent) if sent else client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    text = response.content.decode()
    assert not re.search("quirina|zobel|46701234567|@example", text, re.IGNORECASE)
    return text


def shown(text: str) -> list[str]:
    return re.findall(r'name="shown" value="([^"]+)"', text)


def test_page_shows_topics_ticked_and_one_keep_button(person: Person) -> None:
    text = page(person)
    keys = shown(text)
    assert keys == [str(Enrollment.objects.get().sequence_id), "marketing"]
    assert len(re.findall(r'name="topic" value="[^"]+" checked', text)) == 2
    assert text.count("Keep this") == text.count("Stop all mails") == 1
    assert 'class="main"' in text


def test_looking_changes_nothing(person: Person) -> None:
    before = everything()
    for _ in range(20):
        page(person)
    assert everything() == before


def test_keeping_everything_ticked_changes_no_permission(person: Person) -> None:
    keys = shown(page(person))
    consents = list(Consent.objects.values_list())
    page(person, act="keep", shown=keys, topic=keys)
    assert list(Consent.objects.values_list()) == consents
    assert Enrollment.objects.get().state == "active"


def test_unticking_leaves_the_series_and_shows_the_way_back(person: Person) -> None:
    keys = shown(page(person))
    text = page(person, act="keep", shown=keys, topic=["marketing"])
    assert Enrollment.objects.get().state == "exited"
    assert shown(text) == ["marketing"]
    assert "What you left" in text
    assert f'href="/f/{person.visit.funnel.slug}/"' in text
    page(person, act="keep", shown=keys, topic=keys)
    assert Enrollment.objects.get().state == "exited"


def test_an_old_page_does_not_end_a_series_it_never_showed(person: Person) -> None:
    make_enrollment(address=person.address)
    page(person, act="keep", shown=["marketing"], topic=["marketing"])
    assert Enrollment.objects.filter(state="active").count() == 2


def test_pause_fewer_and_going_on(person: Person) -> None:
    text = page(person, act="keep", pause="yes", fewer="yes")
    address = EmailAddress.objects.get(pk=person.address.pk)
    assert address.paused_until is not None
    assert abs((address.paused_until - timezone.now() - PAUSE).total_seconds()) < 60
    assert address.gets_fewer
    assert "Paused: no series writes to you before" in text
    text = page(person, act="keep", pause="over")
    over = EmailAddress.objects.get(pk=person.address.pk)
    assert (over.paused_until, over.gets_fewer) == (None, False)
    assert "Pause for 30 days" in text


def test_stopping_all_is_an_unsubscribe(person: Person) -> None:
    assert "No further mails" in page(person, act="stop")
    assert Suppression.objects.get().reason == "unsubscribed"
    assert Enrollment.objects.get().state == "exited"
    assert may_email(address=person.address, purpose="marketing") == "suppressed"
    assert shown(page(person)) == []


def test_asking_for_data_sends_a_link_and_shows_none(person: Person) -> None:
    text = page(person, act="data")
    assert "my-data" not in text
    assert DataLink.objects.filter(address=person.address).count() == 1
    page(person, act="data")
    assert DataLink.objects.filter(address=person.address).count() == 1


def test_nonsense_changes_nothing(person: Person) -> None:
    before = everything()
    page(person, act="conquer", shown=["1"])
    assert everything() == before


def test_wishes_read_only_what_the_page_offers() -> None:
    sent = QueryDict("shown=1&shown=2&topic=2&pause=maybe&fewer=no&language=xx")
    assert wishes_of(sent, ["en", "de"]) == Wishes(left=frozenset({"1"}))
    sent = QueryDict("pause=over&fewer=yes&language=de")
    assert wishes_of(sent, ["en", "de"]) == Wishes(go_on=True, gets_fewer=True, language="de")
