"""The proof of consent: each mail that was sent to an address, and what it rested on.

`manage.py consent proof` prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leads.models import Consent, EmailAddress
from nurture.models import Delivery

GIVEN, CONFIRMED, WITHDRAWN = (
    Consent.Moment.GIVEN,
    Consent.Moment.CONFIRMED,
    Consent.Moment.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What was agreed on, and what became of it: `confirmed_at` and `withdrawn_at` are the first
    such moments after it."""

    given: Consent
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentMail:
    """`ground` is None where nothing was kept: mails from before it was, and notes to staff."""

    sent_at: datetime
    subject: str
    purpose: str
    state: str
    ground: Ground | None


@dataclass(frozen=True, slots=True)
class Proof:
    address: EmailAddress
    mails: Sequence[SentMail]
    moments: Sequence[Consent]


def proof(address: EmailAddress) -> Proof:
    """Oldest first. Two queries."""
    moments = list(address.consents.order_by("pk"))
    sent = (
        address.deliveries.filter(handed_over_at__isnull=False)
        .select_related("enrollment")
        .order_by("handed_over_at", "pk")
    )
    return Proof(address, [_sent(each, moments) for each in sent], moments)


def ground_of(purpose: str, topic: str, at: datetime, moments: Sequence[Consent]) -> Ground | None:
    """The latest agreement to this purpose, all of it or this topic, at or before `at`.

    Pure. `moments` are in the order in which they were written.
    """
    mine = [row for row in moments if row.purpose == purpose and row.topic in ("", topic)]
    places = [
        place for place, row in enumerate(mine) if row.moment == GIVEN and row.occurred_at <= at
    ]
    if not places:
        return None
    given = mine[places[-1]]
    after = mine[places[-1] + 1 :]
    return Ground(given, _first(CONFIRMED, given, after), _first(WITHDRAWN, given, after))


def _first(moment: str, given: Consent, after: Sequence[Consent]) -> datetime | None:
    """Taking all of a purpose back takes its topics back, too; confirming goes one by one."""
    return next(
        (
            row.occurred_at
            for row in after
            if row.moment == moment and (row.topic == given.topic or moment == WITHDRAWN)
        ),
        None,
    )


def _sent(delivery: Delivery, moments: Sequence[Consent]) -> SentMail:
    assert delivery.handed_over_at is not None
    topic = str(delivery.enrollment.sequence_id) if delivery.enrollment else ""
    return SentMail(
        sent_at=delivery.handed_over_at,
        subject=delivery.subject,
        purpose=delivery.purpose,
        state=delivery.state,
        ground=ground_of(delivery.purpose, topic, delivery.handed_over_at, moments),
    )
