"""What a reader chose on the page behind every mail: topics, a pause, fewer mails, a language.

The roof shows reader_choices() and calls keep_choices() for the press. Nothing here ever adds
permission: what was left is asked for anew where it was first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from leads.consents import withdraw_consents
from leads.locking import lock_addresses
from leads.models import Consent, EmailAddress
from leads.permission import verdict
from nurture.models import Delivery, Enrollment
from nurture.models import Sequence as Series
from nurture.planning.enrolling import leave
from nurture.planning.versions import content_of
from nurture.sending.guards import FEWER, PAUSED_BY_READER

PAUSE = timedelta(days=30)
# Every marketing mail; the other topics are single series by the text of their id.
FURTHER = "marketing"
_CONSENT_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Topic:
    """`key` is a series' id as text, or FURTHER. `funnel_id` is where it can be asked for."""

    key: str
    name: str
    is_on: bool
    purpose: str = Consent.Purpose.SERIES
    is_waiting: bool = False
    funnel_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReaderChoices:
    """`paused_until` is None where the pause is over."""

    topics: Sequence[Topic]
    paused_until: datetime | None
    gets_fewer: bool
    language: str

    @property
    def on(self) -> list[Topic]:
        return [topic for topic in self.topics if topic.is_on]

    @property
    def left(self) -> list[Topic]:
        return [topic for topic in self.topics if not topic.is_on]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one press of the page asks for; `left` are keys of topics, unknown ones mean nothing."""

    left: frozenset[str] = frozenset()
    pause: bool = False
    go_on: bool = False
    gets_fewer: bool = False
    language: str = ""


def reader_choices(address: EmailAddress, *, now: datetime) -> ReaderChoices:
    """What stands for this address. Reads rows, writes nothing."""
    consents = list(address.consents.order_by("pk"))
    paused = address.paused_until
    return ReaderChoices(
        topics=[*_series(address, consents), *_further(consents)],
        paused_until=paused if paused is not None and paused > now else None,
        gets_fewer=address.gets_fewer,
        language=address.language,
    )


@transaction.atomic
def keep_choices(*, address: EmailAddress, wishes: Wishes, now: datetime) -> EmailAddress:
    """Carries the wishes out under the lock of the address and returns the fresh row. Idempotent.

    Ticking what was left changes nothing: nobody who was forwarded a mail can subscribe its
    reader again.
    """
    [locked] = lock_addresses([address.pk])
    for topic in reader_choices(locked, now=now).on:
        if topic.key in wishes.left:
            _leave(locked, topic, now)
    _set_pace(locked, wishes, now)
    locked.language = wishes.language
    locked.save(update_fields=["paused_until", "gets_fewer", "language"])
    return locked


def _set_pace(address: EmailAddress, wishes: Wishes, now: datetime) -> None:
    """A pause and fewer mails; what only waited for their end is looked at again at once."""
    over = []
    if wishes.go_on:
        address.paused_until = None
        over.append(PAUSED_BY_READER)
    elif wishes.pause:
        address.paused_until = now + PAUSE
    if address.gets_fewer and not wishes.gets_fewer:
        over.append(FEWER)
    address.gets_fewer = wishes.gets_fewer
    Delivery.objects.filter(
        address=address, state=Delivery.State.SCHEDULED, held_reason__in=over
    ).update(due_at=now)


def _leave(address: EmailAddress, topic: Topic, now: datetime) -> None:
    active = Enrollment.objects.filter(address=address, state=Enrollment.State.ACTIVE)
    is_all = topic.key == FURTHER
    mine = (
        active.filter(sequence__purpose=FURTHER)
        if is_all
        else active.filter(sequence_id=int(topic.key))
    )
    withdraw_consents(
        address=address,
        purpose=topic.purpose,
        topic="" if is_all else topic.key,
        text=f"Choose what you get: left “{topic.name}”"[:_CONSENT_LENGTH],
        language="en",
        channel="page",
        now=now,
    )
    leave([each.pk for each in mine], reason=Enrollment.Exit.UNSUBSCRIBED, now=now)


def _series(address: EmailAddress, consents: Sequence[Consent]) -> list[Topic]:
    """Series by name: those the person is on, asked for, or left on their own."""
    rows = Enrollment.objects.filter(address=address).select_related("sequence", "version")
    places = {str(row.sequence_id): row for row in rows.order_by("pk")}
    asked = {row.topic: row.purpose for row in consents if row.topic.isdigit()}
    missing = [key for key in asked if key not in places]
    names = {str(row.pk): row.name for row in Series.objects.filter(pk__in=missing)}
    found = [_of_place(key, row) for key, row in places.items()]
    found += [_of_consent(key, names[key], asked[key], consents) for key in missing if key in names]
    return [topic for topic in found if topic is not None]


def _of_place(key: str, row: Enrollment) -> Topic | None:
    """None for a series that ended by itself: there is nothing left to choose."""
    is_on = row.state == Enrollment.State.ACTIVE
    if not is_on and row.exit_reason != Enrollment.Exit.UNSUBSCRIBED:
        return None
    name = content_of(row.version).sequence.name
    return Topic(key, name, is_on, purpose=row.sequence.purpose, funnel_id=row.funnel_id)


def _of_consent(key: str, name: str, purpose: str, consents: Iterable[Consent]) -> Topic:
    state = verdict(consents, purpose, key)
    return Topic(
        key, name, state != "no_consent", purpose=purpose, is_waiting=state == "not_confirmed"
    )


def _further(consents: Sequence[Consent]) -> list[Topic]:
    """Shown to who ever ticked the box; its name is the page's own."""
    if not any(row.purpose == FURTHER and not row.topic for row in consents):
        return []
    state = verdict(consents, FURTHER)
    is_waiting = state == "not_confirmed"
    return [Topic(FURTHER, "", state != "no_consent", purpose=FURTHER, is_waiting=is_waiting)]
