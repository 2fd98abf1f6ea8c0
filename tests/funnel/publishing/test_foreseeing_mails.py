"""The page before publishing says what a changed series means for the people who are on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from funnel.admin.places import Spots
from funnel.checking.placing import path_of, place_of
from funnel.models import Funnel
from funnel.publishing.foreseeing_mails import SeriesAhead, series_ahead
from funnel.publishing.lenient import showable
from funnel.publishing.loading import published
from funnel.publishing.publish import publish
from nurture.models import Enrollment, Message, Sequence
from nurture.planning.changing import Affected
from tests.funnel.admin.conftest import Login, login, marketer, salesperson  # noqa: F401
from tests.funnel.factories import make_funnel, make_rich_document
from tests.funnel.journey.visitor import ladder_document
from tests.nurture.factories import make_enrollment, make_reader

pytestmark = pytest.mark.django_db

_NOW = timezone.now()


@pytest.fixture
def live() -> Funnel:
    funnel = make_funnel(ladder_document())
    publish(funnel=funnel, by=None, now=_NOW)
    return funnel


def put_on(funnel: Funnel, people: int) -> Sequence:
    """So many people wait for the first mail of the live series."""
    series = Sequence.objects.filter(seriesrule__funnel=funnel).order_by("pk")[0]
    version = series.versions.get(is_current=True)
    for _number in range(people):
        make_enrollment(version=version, funnel_id=funnel.pk, now=_NOW)
    return series


def told(funnel: Funnel) -> list[SeriesAhead]:
    assert funnel.publication_id is not None
    before = published(funnel.publication_id)
    return list(series_ahead(funnel, before, showable(funnel), now=_NOW))


def test_people_on_a_changed_series_are_counted(
    live: Funnel, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    series = put_on(live, 3)
    assert told(live) == []

    first = series.messages.order_by("position")[0]
    Message.objects.filter(pk=first.pk).update(delay_days=first.delay_days + 30)
    assert told(live) == [SeriesAhead(series.name, Affected(on_the_way=3, later=3))]

    Message.objects.filter(pk=first.pk).update(key="another")
    assert told(live) == [SeriesAhead(series.name, Affected(on_the_way=3, gone=3))]


def test_publish_page_names_the_people_and_asks_no_more_for_more_of_them(
    live: Funnel,
    marketer: Client,  # noqa: F811
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = reverse("admin:funnel_publish", args=[live.pk])
    series = put_on(live, 1)
    Message.objects.filter(sequence=series).update(delay_days=40)
    page = marketer.get(address).content.decode()
    assert "1 person is on the mails" in page
    assert "For 1 of them it comes later." in page

    put_on(live, 6)
    with django_assert_max_num_queries(60) as counted:
        page = marketer.get(address).content.decode()
    few = len(counted)
    assert "7 people are on the mails" in page
    assert "For 7 of them it comes later." in page
    put_on(live, 6)
    with django_assert_max_num_queries(few):
        marketer.get(address)
    # Looking moves nobody.
    due = Enrollment.objects.values_list("due_at", flat=True)
    assert all(each and each < _NOW + timedelta(days=30) for each in due)


def test_series_that_share_the_keys_of_their_mails_are_counted_each_for_itself() -> None:
    funnel = make_funnel(make_rich_document())
    publish(funnel=funnel, by=None, now=_NOW)
    first, second = Sequence.objects.filter(seriesrule__funnel=funnel).order_by(
        "seriesrule__position"
    )
    keys = [set(each.messages.values_list("key", flat=True)) for each in (first, second)]
    assert keys[0] == keys[1]
    for series, people in ((first, 2), (second, 3)):
        version = series.versions.get(is_current=True, language=funnel.language)
        for _number in range(people):
            address = make_reader(purpose=series.purpose)
            make_enrollment(version=version, address=address, funnel_id=funnel.pk, now=_NOW)

    mail = second.messages.order_by("position")[0]
    Message.objects.filter(pk=mail.pk).update(delay_days=mail.delay_days + 30)
    assert told(funnel) == [SeriesAhead(second.name, Affected(on_the_way=3, later=3))]

    Message.objects.filter(sequence=first, key=mail.key).update(key="another")
    assert told(funnel) == [
        SeriesAhead(first.name, Affected(on_the_way=2, gone=2)),
        SeriesAhead(second.name, Affected(on_the_way=3, later=3)),
    ]


def test_a_finding_of_a_shared_mail_key_names_its_own_series() -> None:
    funnel = make_funnel(make_rich_document())
    document = showable(funnel)
    spots = Spots(funnel)
    for number, series in enumerate(document.sequences):
        path = f"sequences[{number}].messages[1].subject"
        place = place_of(document, path)
        assert place == f"sequences.{series.key}.messages.{series.messages[1].key}.subject"
        assert path_of(document, place) == path
        assert spots.find(path).words == (
            f"Mails: {series.name}, “{series.messages[1].subject}”: the subject"
        )
