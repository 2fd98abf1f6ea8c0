"""A reader who chooses another language: series that run go on in it, where they stood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from leads.models import EmailAddress
from nurture.models import Delivery, Enrollment, OutboxMail, SequenceVersion
from nurture.planning.versions import content_of
from nurture.sending.batch import send_batch
from nurture.writing.links import address_of
from nurture.writing.rendering import render_delivery
from tests.funnel.factories import make_document, make_publication
from tests.funnel.privacy.people import OUTBOX, Person, make_person
from tests.funnel.translating.documents import in_languages
from tests.nurture.factories import make_enrollment
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

# A weekday's noon in every year that tests run in, and the day the second mail is due by.
FIRST = datetime(2099, 1, 1, 12, tzinfo=UTC)
SECOND = FIRST + timedelta(days=4)


@pytest.fixture
def person() -> Person:
    """Reads English, confirmed, on the funnel's series, which is there in German too."""
    person = make_person(make_publication(in_languages("de", document=make_document())))
    Client().post(address_of(person.link("confirm")))
    place = Enrollment.objects.get()
    assert (place.state, content_of(place.version).language) == ("active", "en")
    return person


def choose(person: Person, language: str) -> str:
    kept = [str(pk) for pk in Enrollment.objects.values_list("sequence_id", flat=True)]
    sent = {"act": "keep", "shown": kept, "topic": kept, "language": language}
    response = Client().post(address_of(person.link("preferences")), sent)
    assert response.status_code == 200
    return response.content.decode()


def send(now: datetime) -> list[str]:
    """What went out at this time, by subject."""
    with override_settings(EMAIL_BACKEND=OUTBOX):
        ids = dispatch(now, limit=10, pace=None)
        before = set(OutboxMail.objects.values_list("pk", flat=True))
        send_batch(ids, clock=lambda: now)
    new = OutboxMail.objects.exclude(pk__in=before).order_by("pk")
    return list(new.values_list("subject", flat=True))


def test_page_offers_the_languages_there_are(person: Person) -> None:
    page = Client().get(address_of(person.link("preferences"))).content.decode()
    assert "English" in page
    assert 'lang="de"' in page
    assert "Deutsch" in page


def test_further_mails_come_in_the_language_chosen_and_none_twice(person: Person) -> None:
    assert "First" in send(FIRST)
    before = Enrollment.objects.get()

    assert '<html lang="de"' in choose(person, "de")

    after = Enrollment.objects.get()
    assert after.pk == before.pk
    assert after.version_id != before.version_id
    assert after.version.sequence_id == before.sequence_id
    assert content_of(after.version).language == "de"
    moved = (after.position, after.anchor_at, after.due_at, after.state)
    assert moved == (before.position, before.anchor_at, before.due_at, "active")
    assert EmailAddress.objects.get().language == "de"
    assert send(FIRST) == []
    assert send(SECOND) == ["de: Second: yes"]
    assert send(SECOND + timedelta(days=30)) == []
    written = Delivery.objects.exclude(enrollment=None).order_by("pk")
    assert list(written.values_list("message_key", "state")) == [
        ("one", "accepted"),
        ("two", "accepted"),
    ]


def test_a_mail_that_waits_at_that_moment_goes_out_once_in_the_new_language(
    person: Person,
) -> None:
    dispatch(FIRST, limit=10, pace=None)
    waiting = Delivery.objects.get(enrollment__isnull=False)
    assert (waiting.state, render_delivery(waiting).subject) == ("scheduled", "First")
    choose(person, "de")
    assert "de: First" in send(FIRST)
    assert Delivery.objects.filter(enrollment__isnull=False).count() == 1


def test_choosing_the_first_language_again_goes_back(person: Person) -> None:
    own = Enrollment.objects.get().version
    for language in ("de", "en", "de", "en"):
        choose(person, language)
    assert Enrollment.objects.get().version == own
    assert SequenceVersion.objects.filter(sequence=own.sequence).count() == 2


def test_a_series_without_the_language_goes_on_as_it_is(person: Person) -> None:
    other = make_enrollment(address=person.address, now=timezone.now())
    choose(person, "de")
    assert Enrollment.objects.get(pk=other.pk).version_id == other.version_id


def test_a_language_nobody_offers_changes_nothing(person: Person) -> None:
    version = Enrollment.objects.get().version_id
    choose(person, "fr")
    assert Enrollment.objects.get().version_id == version
    assert EmailAddress.objects.get().language == ""


def test_a_series_that_begins_later_comes_in_the_language_chosen(person: Person) -> None:
    choose(person, "de")
    Enrollment.objects.all().delete()
    again = make_person(person.visit.publication, email=person.address.address)
    assert again.address == person.address
    assert content_of(Enrollment.objects.get().version).language == "de"
