"""What can stand between a prepared mail and its hand-over, each said once, as SQL.

The hand-over's one UPDATE demands that none stands; when it changes no row, the same
conditions tell which one did. Called by handover alone, under the lock of the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from leads.models import Activity, EmailAddress, Lead
from leads.permission import permitted
from nurture.models import Delivery, Enrollment, MailStop
from nurture.planning.exits import goals_of
from nurture.planning.versions import content_of
from nurture.providers import provider_group
from nurture.rules import rules
from nurture.sending.stopping import (
    ALL,
    SERIES_PAUSED,
    SERVER,
    STOPPED_MAIL,
    group_scope,
    lead_scope,
    mail_scope,
)
from nurture.sending.throttling import limits
from nurture.writing.trials import is_trial

# A day is a little shorter here: a mail at nine is not held for one that went at ten past nine.
CAP_DAY, CAP_WEEK = timedelta(hours=20), timedelta(days=7)
# Somebody could type a stranger's address again and again: few mails until it is confirmed.
UNCONFIRMED_CAPS = (
    ("unconfirmed_soon", timedelta(minutes=15), 1),
    ("unconfirmed_day", timedelta(hours=24), 3),
)
PERMISSION, STOPS = "permission", "mail_stop"
PAUSED_BY_READER, FEWER = "paused_by_reader", "fewer"
FEWER_SPAN = timedelta(days=7)
# Sales is talking with them; only won and disqualified end a series.
TALKING = (Lead.Stage.CLAIMED, Lead.Stage.CONTACTED, Lead.Stage.QUALIFIED)
# What staff paused is let go by resume(); looking again in between costs little.
STOP_LOOKS = timedelta(minutes=30)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Guard:
    """`stands` is a condition over Delivery. It passes after a while (`wait`), leaves this mail
    out (`skips`), or ends the series."""

    reason: str
    stands: Q
    wait: timedelta | None = None
    exit: Enrollment.Exit | None = None
    skips: bool = False


def is_series(delivery: Delivery) -> bool:
    return delivery.purpose in Delivery.SERIES


def guards_for(
    delivery: Delivery,
    *,
    people: Sequence[int],
    now: datetime,
    is_paced: bool,
    tries: Collection[str] = (),
) -> list[Guard]:
    """In the order in which they are named as the reason. `people`: ids of the same person;
    `tries`: scopes of stops whose pause is over, where this mail is the one that tries."""
    found = []
    if is_series(delivery):
        found += [*_ends(delivery, people), *_leave_outs(delivery, now)]
    found.append(_stop(delivery, people, now, tries))
    if is_series(delivery):
        found += [*_holds(people, now), _reader_pause(delivery, now)]
    if delivery.purpose != Delivery.Purpose.STAFF:
        found.append(_forbidden(delivery))
    if is_series(delivery) and not is_paced:
        found += [_fewer(people, now), *_turns(delivery, people, now), *_limits(delivery, now)]
    if delivery.purpose == Delivery.Purpose.REQUESTED and not is_trial(delivery):
        found += _unconfirmed_caps(now)
    return found


def stops_of(delivery: Delivery, people: Sequence[int]) -> list[str]:
    """Scopes whose stop holds this mail, the widest first. What was asked for waits for no pause
    of a person, a series or one mail."""
    group = delivery.provider_group or provider_group(delivery.address.normalised)
    scopes = [ALL, SERVER, group_scope(group)]
    if is_series(delivery):
        scopes += [*_mail_scopes(delivery), *map(lead_scope, people)]
    return scopes


def _mail_scopes(delivery: Delivery) -> list[str]:
    if delivery.enrollment is None:
        return []
    return [mail_scope(delivery.enrollment.sequence_id, delivery.message_key)]


def _stop(
    delivery: Delivery, people: Sequence[int], now: datetime, tries: Collection[str]
) -> Guard:
    scopes = [scope for scope in stops_of(delivery, people) if scope not in tries]
    stops = MailStop.objects.standing(now).filter(scope__in=scopes)
    return Guard(STOPS, Q(Exists(stops.exclude(kind=MailStop.Kind.STOPPED))), wait=STOP_LOOKS)


def _leave_outs(delivery: Delivery, now: datetime) -> Iterator[Guard]:
    stopped = MailStop.objects.filter(scope__in=_mail_scopes(delivery), kind=MailStop.Kind.STOPPED)
    yield Guard(STOPPED_MAIL, Q(Exists(stopped)), skips=True)
    yield Guard("expired", Q(expires_at__lte=now), skips=True)


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
    place = delivery.enrollment
    goals = goals_of(content_of(place.version), funnel_id=place.funnel_id)
    reached = Activity.objects.filter(goals, lead_id__in=people, occurred_at__gt=place.enrolled_at)
    yield Guard("goal", Q(Exists(reached)), exit=Enrollment.Exit.GOAL)


def _holds(people: Sequence[int], now: datetime) -> Iterator[Guard]:
    paused = Enrollment.objects.filter(pk=OuterRef("enrollment_id"), sequence__is_paused=True)
    yield Guard(SERIES_PAUSED, Q(Exists(paused)), wait=STOP_LOOKS)
    # Who is talking with a person here gets no marketing; a series asked for goes on.
    marketing = Q(purpose=Delivery.Purpose.MARKETING)
    claimed = Lead.objects.filter(pk__in=people, stage__in=TALKING)
    yield Guard("claimed", marketing & Q(Exists(claimed)), wait=_HOUR)
    yield Guard("replied", Q(Exists(resting_replies(people, now))), wait=_HOUR)


def resting_replies(people: Sequence[int], now: datetime) -> QuerySet[Activity]:
    """Replies every series rests for: not where sales said "later" after them."""
    resumed = Lead.objects.filter(
        pk__in=people,
        stage=Lead.Stage.NURTURE,
        stage_changed_at__gte=OuterRef("occurred_at"),
    )
    return Activity.objects.filter(
        ~Exists(resumed),
        lead_id__in=people,
        kind=Activity.Kind.REPLY,
        occurred_at__gt=now - timedelta(days=rules().reply_rests_days),
    )


def _reader_pause(delivery: Delivery, now: datetime) -> Guard:
    """Chosen by the reader: nothing comes until it is over, then the series goes on."""
    mine = EmailAddress.objects.filter(pk=OuterRef("address_id"), paused_until__gt=now)
    until = delivery.address.paused_until
    # A pause that began while this mail was being prepared is not in our hands yet.
    wait = until - now if until is not None and until > now else timedelta(hours=1)
    return Guard(PAUSED_BY_READER, Q(Exists(mine)), wait=wait)


def _sent(people: Sequence[int], since: datetime) -> QuerySet[Delivery]:
    """Mails of series to the person since then; a mail that is sent again does not count itself."""
    return Delivery.objects.filter(
        ~Q(pk=OuterRef("pk")),
        lead_id__in=people,
        purpose__in=Delivery.SERIES,
        handed_over_at__gt=since,
    )


def _fewer(people: Sequence[int], now: datetime) -> Guard:
    """Chosen by the reader: one mail of any series a week."""
    mine = EmailAddress.objects.filter(pk=OuterRef("address_id"), gets_fewer=True)
    sent = Exists(_sent(people, now - FEWER_SPAN))
    return Guard(FEWER, Q(Exists(mine)) & Q(sent), wait=timedelta(hours=6))


def _forbidden(delivery: Delivery) -> Guard:
    may = permitted(delivery.purpose, topic_of(delivery))
    allowed = EmailAddress.objects.filter(may, pk=OuterRef("address_id"))
    return Guard(PERMISSION, Q(~Exists(allowed)))


def topic_of(delivery: Delivery) -> str:
    """Which series of its purpose the mail belongs to, as consents name it; '' for none."""
    return str(delivery.enrollment.sequence_id) if delivery.enrollment else ""


def _turns(delivery: Delivery, people: Sequence[int], now: datetime) -> Iterator[Guard]:
    """Caps over all series of the person, and whose turn it is where one place is left."""
    row = rules()
    for reason, span, most in (
        ("cap_day", CAP_DAY, row.cap_day),
        ("cap_week", CAP_WEEK, row.cap_week),
    ):
        yield Guard(reason, _has(_sent(people, now - span), most), wait=_HOUR)
    if delivery.enrollment is None:
        return
    is_last = _has(_sent(people, now - CAP_DAY), row.cap_day - 1)
    first = _goes_first(delivery.enrollment, people, now)
    yield Guard("priority", is_last & first, wait=timedelta(minutes=10))


def _goes_first(mine: Enrollment, people: Sequence[int], now: datetime) -> Q:
    """A better series of the person has a mail due or on its way, and is not held back itself."""
    better = Enrollment.objects.filter(
        lead_id__in=people,
        state=Enrollment.State.ACTIVE,
        priority__lt=mine.priority,
        sequence__is_paused=False,
        sequence__slowed_at=None,
    )
    on_its_way = Delivery.objects.filter(
        enrollment__in=better, state__in=Delivery.OPEN, due_at__lte=now
    )
    return Q(Exists(better.filter(due_at__lte=now))) | Q(Exists(on_its_way))


def _has(sent: QuerySet[Delivery], most: int) -> Q:
    """That many are out already: the row of that number exists."""
    if most <= 0:
        return ~Q(pk=None)
    return Q(Exists(sent.order_by("-handed_over_at")[most - 1 : most]))


def _limits(delivery: Delivery, now: datetime) -> Iterator[Guard]:
    sequence = delivery.enrollment.sequence if delivery.enrollment else None
    group = delivery.provider_group or provider_group(delivery.address.normalised)
    for limit in limits(provider_group=group, sequence=sequence, row=rules(), now=now):
        yield Guard(limit.reason, _has(limit.sent, limit.most), wait=limit.wait)


def _unconfirmed_caps(now: datetime) -> Iterator[Guard]:
    unconfirmed = Exists(EmailAddress.objects.filter(pk=OuterRef("address_id"), confirmed_at=None))
    for reason, span, most in UNCONFIRMED_CAPS:
        sent = Delivery.objects.filter(
            ~Q(pk=OuterRef("pk")),
            address_id=OuterRef("address_id"),
            purpose=Delivery.Purpose.REQUESTED,
            handed_over_at__gt=now - span,
        )
        yield Guard(reason, Q(unconfirmed) & _has(sent, most), wait=timedelta(minutes=5))
