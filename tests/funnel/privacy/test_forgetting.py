"""Nobody who asked for something is forgotten; everybody else is, after seven days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from funnel.models import Conversion, Visit
from funnel.privacy.forgetting import AFTER, Unconfirmed, forget_unconfirmed, may_be_forgotten
from leads.activity import Act, record_acts
from leads.models import EmailAddress, Lead, Suppression
from nurture.models import Delivery
from tests.funnel.privacy.people import NORMALISED, Person, dump, make_person
from tests.laws import cases
from tests.leads.factories import NOW, make_address, make_consent, make_staff

FLAGS = [part.name for part in fields(Unconfirmed) if part.name != "newest_at"]


@cases(200)
@given(
    flags=st.lists(st.booleans(), min_size=len(FLAGS), max_size=len(FLAGS)),
    age=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)),
)
def test_only_the_old_and_quiet_may_be_forgotten(flags: list[bool], age: timedelta) -> None:
    person = Unconfirmed(NOW - age, **dict(zip(FLAGS, flags, strict=True)))
    assert may_be_forgotten(person, NOW) == (age >= AFTER and not any(flags))
    # Time alone never makes anybody kept again, nor does less having been asked for.
    if may_be_forgotten(person, NOW):
        assert may_be_forgotten(person, NOW + age)
        assert may_be_forgotten(replace(person, newest_at=person.newest_at - age), NOW)


def left(days: float = 8) -> Person:
    """Asked for the result alone, `days` ago, and never pressed confirm."""
    person = make_person(has_marketing=False)
    at = timezone.now() - timedelta(days=days)
    EmailAddress.objects.filter(pk=person.address.pk).update(created_at=at)
    # The plain funnel's mail leads to the result; its ask names no series.
    Delivery.objects.update(content='{"mail":{"button":{"target":"result"}}}')
    person.address.consents.all().delete()
    return person


def forget() -> int:
    return forget_unconfirmed(now=timezone.now(), limit=50)


@pytest.mark.django_db
def test_an_unconfirmed_address_is_forgotten_after_seven_days_without_a_trace() -> None:
    person = left()
    assert forget() == 1
    assert NORMALISED not in dump()
    assert Suppression.objects.count() == 0
    assert Visit.objects.filter(pk=person.visit.pk).exists()
    assert forget() == 0


@pytest.mark.django_db
def test_an_unconfirmed_address_is_kept_before_that() -> None:
    left(days=6.9)
    assert forget() == 0


def confirmed(person: Person, now: datetime) -> None:
    EmailAddress.objects.filter(pk=person.address.pk).update(confirmed_at=now)


def asked_for_a_call(person: Person, now: datetime) -> None:
    record_acts(
        lead=person.lead, acts=[Act("call", "1/offer", "Call", now, "c", "call_asked")], now=now
    )


def took_a_gift(person: Person, now: datetime) -> None:
    record_acts(lead=person.lead, acts=[Act("gift", "1/g", "Gift", now, "g", "gift")], now=now)


def watched(person: Person, now: datetime) -> None:
    record_acts(lead=person.lead, acts=[Act("video", "1/v", "Film", now, "v")], now=now)


def was_mailed_a_gift(person: Person, now: datetime) -> None:
    Delivery.objects.update(content='{"mail":{"button":{"label":"x","target":"step:list"}}}')


def asked_for_a_series(person: Person, now: datetime) -> None:
    make_consent(person.address, purpose="series", at=now)


def was_claimed(person: Person, now: datetime) -> None:
    Lead.objects.filter(pk=person.lead.pk).update(owner=make_staff())


def moved_on(person: Person, now: datetime) -> None:
    Lead.objects.filter(pk=person.lead.pk).update(stage="contacted")


def said_yes(person: Person, now: datetime) -> None:
    Conversion.objects.create(visit=person.visit, step_key="offer", kind="pressed", occurred_at=now)


def left_a_phone(person: Person, now: datetime) -> None:
    Lead.objects.filter(pk=person.lead.pk).update(phone="+4670123")


def came_again(person: Person, now: datetime) -> None:
    make_address(lead=person.lead, text="new@example.com", at=now)


KEPT = [
    *(confirmed, asked_for_a_call, took_a_gift, watched, was_mailed_a_gift, asked_for_a_series),
    *(was_claimed, moved_on, said_yes, left_a_phone, came_again),
]


@pytest.mark.django_db
@pytest.mark.parametrize("happened", KEPT, ids=lambda each: each.__name__)
def test_who_asked_for_something_or_is_known_to_sales_is_kept(
    happened: Callable[[Person, datetime], None],
) -> None:
    person = left()
    happened(person, timezone.now())
    assert forget() == 0
    assert EmailAddress.objects.get(pk=person.address.pk).normalised == NORMALISED


@pytest.mark.django_db
def test_who_took_the_series_back_is_forgotten_after_all() -> None:
    person = left()
    make_consent(person.address, purpose="series")
    make_consent(person.address, purpose="series", moment="withdrawn")
    assert forget() == 1


@pytest.mark.django_db
def test_forgetting_goes_by_the_batch_and_who_is_kept_never_fills_it() -> None:
    at = timezone.now() - timedelta(days=30)
    for number in range(3):
        kept = make_address(text=f"kept{number}@example.com", at=at)
        make_consent(kept, purpose="series")
    for number in range(3):
        make_address(text=f"gone{number}@example.com", at=at + timedelta(days=1))
    assert [forget_unconfirmed(now=timezone.now(), limit=2) for _ in range(3)] == [2, 1, 0]
    assert EmailAddress.objects.filter(normalised__startswith="kept").count() == 3
