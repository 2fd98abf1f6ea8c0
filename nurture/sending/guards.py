"""What can stand between a prepared mail and its hand-over, each said once, as SQL.

The hand-over's one UPDATE demands that none stands; when it changes no row, the same
conditions tell which one did. Called by handover alone, under the lock of the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from leads.models import Activity, EmailAddress, Lead
from leads.permission import permitted
from nurture.models import Delivery, Enrollment, MailStop
from nurture.planning.exits import GOALS
from nurture.providers import provider_group
from nurture.writing.trials import is_trial

CAPS = (("cap_day", timedelta(hours=20), 1), ("cap_week", timedelta(days=7), 3))
# Somebody could type a stranger's address again and again: few mails until it is confirmed.
UNCONFIRMED_CAPS = (
    ("unconfirmed_soon", timedelta(minutes=15), 1),
    ("unconfirmed_day", timedelta(hours=24), 3),
)
PERMISSION = "permission"
PAUSED_BY_READER, FEWER = "paused_by_reader", "fewer"
FEWER_SPAN = timedelta(days=7)
_REPLY_RESTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Guard:
    """`stands` is a condition over Delivery. It passes after a while, or ends the series."""

    reason: str
    stands: Q
    wait: timedelta | None = None
    exit: Enrollment.Exit | None = None


def is_series(delivery: Delivery) -> bool:
    return delivery.purpose in Delivery.SERIES


def guards_for(
    delivery: Delivery, *, people: Sequence[int], now: datetime, is_paced: bool
) -> list[Guard]:
    """In the order in which they are named as the reason. `people`: ids of the same person."""
    found = [_stop(delivery, now)]
    if is_series(delivery):
        found += [*_ends(delivery, people), *_holds(people, now), _reader_pause(delivery, now)]
    if delivery.purpose != Delivery.Purpose.STAFF:
        found.append(_forbidden(delivery))
    if is_series(delivery) and not is_paced:
        found += [_fewer(people, now), *_caps(people, now)]
    if delivery.purpose == Delivery.Purpose.REQUESTED and not is_trial(delivery):
        found += _unconfirmed_caps(now)
    return found


def _stop(delivery: Delivery, now: datetime) -> Guard:
    scopes = ["all", provider_group(delivery.address.normalised)]
    stops = MailStop.objects.filter(Q(until=None) | Q(until__gt=now), scope__in=scopes)
    return Guard("mail_stop", Q(Exists(stops)), wait=timedelta(minutes=5))


def _ends(delivery: Delivery, people: Sequence[int]) -> Iterator[Guard]:
    mine = Enrollment.objects.filter(pk=OuterRef("enrollment_id"))
    yield Guard("left", Q(~Exists(mine.filter(state=Enrollment.State.ACTIVE))))
    person = Lead.objects.filter(pk__in=people)
    for stage, way_out in (
        (Lead.Stage.WON, Enrollment.Exit.WON),
        (Lead.Stage.DISQUALIFIED, Enrollment.Exit.DISQUALIFIED),
    ):
        yield Guard(stage, Q(Exists(person.filter(stage=stage))), exit=way_out)
    if delivery.enrollment is None:
        return
    since = delivery.enrollment.enrolled_at
    reached = Activity.objects.filter(lead_id__in=people, kind__in=GOALS, occurred_at__gt=since)
    yield Guard("goal", Q(Exists(reached)), exit=Enrollment.Exit.GOAL)


def _holds(people: Sequence[int], now: datetime) -> Iterator[Guard]:
    paused = Enrollment.objects.filter(pk=OuterRef("enrollment_id"), sequence__is_paused=True)
    yield Guard("paused", Q(Exists(paused)), wait=timedelta(minutes=10))
    # Who is talking with a person here gets no marketing; a series asked for goes on.
    marketing = Q(purpose=Delivery.Purpose.MARKETING)
    claimed = Lead.objects.filter(pk__in=people, stage=Lead.Stage.CLAIMED)
    yield Guard("claimed", marketing & Q(Exists(claimed)), wait=timedelta(hours=6))
    replied = Activity.objects.filter(
        lead_id__in=people, kind=Activity.Kind.REPLY, occurred_at__gt=now - _REPLY_RESTS
    )
    yield Guard("replied", marketing & Q(Exists(replied)), wait=timedelta(hours=6))


def _reader_pause(delivery: Delivery, now: datetime) -> Guard:
    """Chosen by the reader: nothing comes until it is over, then the series goes on."""
    mine = EmailAddress.objects.filter(pk=OuterRef("address_id"), paused_until__gt=now)
    until = delivery.address.paused_until
    # A pause that began while this mail was being prepared is not in our hands yet.
    wait = until - now if until is not None and until > now else timedelta(hours=1)
    return Guard(PAUSED_BY_READER, Q(Exists(mine)), wait=wait)


def _fewer(people: Sequence[int], now: datetime) -> Guard:
    """Chosen by the reader: one mail of any series a week."""
    mine = EmailAddress.objects.filter(pk=OuterRef("address_id"), gets_fewer=True)
    sent = Delivery.objects.filter(
        lead_id__in=people, purpose__in=Delivery.SERIES, handed_over_at__gt=now - FEWER_SPAN
    )
    return Guard(FEWER, Q(Exists(mine)) & Q(Exists(sent)), wait=timedelta(hours=6))


def _forbidden(delivery: Delivery) -> Guard:
    may = permitted(delivery.purpose, topic_of(delivery))
    allowed = EmailAddress.objects.filter(may, pk=OuterRef("address_id"))
    return Guard(PERMISSION, Q(~Exists(allowed)))


def topic_of(delivery: Delivery) -> str:
    """Which series of its purpose the mail belongs to, as consents name it; '' for none."""
    return str(delivery.enrollment.sequence_id) if delivery.enrollment else ""


def _caps(people: Sequence[int], now: datetime) -> Iterator[Guard]:
    for reason, span, most in CAPS:
        sent = Delivery.objects.filter(
            lead_id__in=people, purpose__in=Delivery.SERIES, handed_over_at__gt=now - span
        )
        # The row number `most` of them exists: that many are out already.
        yield Guard(
            reason, Q(Exists(sent.order_by("pk")[most - 1 : most])), wait=timedelta(hours=1)
        )


def _unconfirmed_caps(now: datetime) -> Iterator[Guard]:
    unconfirmed = Exists(EmailAddress.objects.filter(pk=OuterRef("address_id"), confirmed_at=None))
    for reason, span, most in UNCONFIRMED_CAPS:
        sent = Delivery.objects.filter(
            address_id=OuterRef("address_id"),
            purpose=Delivery.Purpose.REQUESTED,
            handed_over_at__gt=now - span,
        )
        full = Exists(sent.order_by("pk")[most - 1 : most])
        yield Guard(reason, Q(unconfirmed) & Q(full), wait=timedelta(minutes=5))
