"""What can stand between a prepared mail and its hand-over, each said once, as SQL.

The hand-over's one UPDATE demands that none stands; when it changes no row, the same
conditions tell which one did. They name the mail's own rows by number, not by a reference to
the outer row: no database is then tempted to read a whole table for one mail. Called by
handover alone, under the lock of the person.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from leads.models import Activity, EmailAddress, Lead
from leads.permission import permitted
from nurture.models import Delivery, Enrollment, MailStop
from nurture.planning.exits import goals_of
from nurture.planning.versions import content_of
from nurture.providers import BIG, provider_group
from nurture.rules import rules
from nurture.sending.asking import MailAtGate
from nurture.sending.drafts import Slot
from nurture.sending.stopping import (
    ALL,
    SERIES_PAUSED,
    SERVER,
    STOPPED_MAIL,
    group_scope,
    lead_scope,
    mail_scope,
)
from nurture.sending.throttling import OTHERS, Limit, limits
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


def guards_for(mail: MailAtGate) -> list[Guard]:
    """In the order in which they are named as the reason."""
    delivery = mail.delivery
    found = []
    if is_series(delivery):
        found += [*_ends(mail), *_leave_outs(mail)]
    found.append(_stop(mail))
    if is_series(delivery):
        found += [*_holds(mail), *_reader_pause(mail)]
    if delivery.purpose != Delivery.Purpose.STAFF:
        found.append(_forbidden(mail))
    if is_series(delivery) and not mail.is_paced:
        found += [*_fewer(mail), *_turns(mail), *_limits(mail)]
    if delivery.purpose == Delivery.Purpose.REQUESTED and not is_trial(delivery):
        found += _unconfirmed_caps(mail)
    return found


def shape_of(mail: MailAtGate) -> Hashable:
    """Mails of one shape have the same guards, but for the values in their slots; None for a mail
    whose guards are its own."""
    delivery, row = mail.delivery, rules()
    if is_series(delivery) and not mail.is_paced and _limits_of(mail):
        return None
    place = delivery.enrollment
    is_asked_for = delivery.purpose == Delivery.Purpose.REQUESTED
    return (
        delivery.purpose,
        place and (place.sequence_id, place.funnel_id, place.priority, _goals(place)),
        delivery.message_key,
        delivery.expires_at is None,
        len(mail.people),
        len(mail.scopes),
        mail.is_paced,
        is_asked_for and is_trial(delivery),
        mail.address.confirmed_at is None,
        mail.address.gets_fewer,
        _is_resting(mail),
        (row.cap_day, row.cap_week, row.reply_rests_days),
    )


def _goals(place: Enrollment) -> Hashable:
    return tuple(content_of(place.version).sequence.goals)


def stops_of(delivery: Delivery, people: Sequence[int]) -> list[str]:
    """Scopes whose stop holds this mail, the widest first. What was asked for waits for no pause
    of a person, a series or one mail."""
    group = delivery.provider_group or provider_group(delivery.address.normalised)
    scopes = [ALL, SERVER, group_scope(group)]
    if group not in BIG:
        scopes.append(group_scope(OTHERS))
    if is_series(delivery):
        scopes += [*_mail_scopes(delivery), *map(lead_scope, people)]
    return scopes


def _mail_scopes(delivery: Delivery) -> list[str]:
    if delivery.enrollment is None:
        return []
    return [mail_scope(delivery.enrollment.sequence_id, delivery.message_key)]


def _stop(mail: MailAtGate) -> Guard:
    scopes = [mail.slot(f"scope:{index}") for index in range(len(mail.scopes))]
    later = Q(until=None) | Q(until__gt=mail.ago())
    stops = MailStop.objects.filter(later, scope__in=scopes)
    return Guard(STOPS, Q(Exists(stops.exclude(kind=MailStop.Kind.STOPPED))), wait=STOP_LOOKS)


def _leave_outs(mail: MailAtGate) -> Iterator[Guard]:
    scopes = _mail_scopes(mail.delivery)
    stopped = MailStop.objects.filter(scope__in=scopes, kind=MailStop.Kind.STOPPED)
    yield Guard(STOPPED_MAIL, Q(Exists(stopped)), skips=True)
    # Written when the mail is planned, and never again.
    if mail.delivery.expires_at is not None:
        yield Guard("expired", Q(expires_at__lte=mail.ago()), skips=True)


def _ends(mail: MailAtGate) -> Iterator[Guard]:
    mine = Enrollment.objects.filter(pk=mail.slot("enrollment"))
    yield Guard("left", Q(~Exists(mine.filter(state=Enrollment.State.ACTIVE))))
    person = Lead.objects.filter(mail.of_person("pk"))
    for stage, way_out in (
        (Lead.Stage.WON, Enrollment.Exit.WON),
        (Lead.Stage.DISQUALIFIED, Enrollment.Exit.DISQUALIFIED),
    ):
        yield Guard(stage, Q(Exists(person.filter(stage=stage))), exit=way_out)
    place = mail.delivery.enrollment
    if place is None:
        return
    goals = goals_of(content_of(place.version), funnel_id=place.funnel_id)
    acts = Activity.objects.filter(mail.of_person("lead_id"), goals)
    reached = acts.filter(occurred_at__gt=mail.slot("enrolled"))
    yield Guard("goal", Q(Exists(reached)), exit=Enrollment.Exit.GOAL)


def _holds(mail: MailAtGate) -> Iterator[Guard]:
    paused = Enrollment.objects.filter(pk=mail.slot("enrollment"), sequence__is_paused=True)
    yield Guard(SERIES_PAUSED, Q(Exists(paused)), wait=STOP_LOOKS)
    # Who is talking with a person here gets no marketing; a series asked for goes on.
    if mail.delivery.purpose == Delivery.Purpose.MARKETING:
        claimed = Lead.objects.filter(mail.of_person("pk"), stage__in=TALKING)
        yield Guard("claimed", Q(Exists(claimed)), wait=_HOUR)
    since = mail.ago(timedelta(days=rules().reply_rests_days))
    replied = _resting(mail.of_person("pk"), mail.of_person("lead_id"), since)
    yield Guard("replied", Q(Exists(replied)), wait=_HOUR)


def resting_replies(people: Sequence[int], now: datetime) -> QuerySet[Activity]:
    """Replies every series rests for: not where sales said "later" after them."""
    since = now - timedelta(days=rules().reply_rests_days)
    return _resting(Q(pk__in=people), Q(lead_id__in=people), since)


def _resting(person: Q, theirs: Q, since: datetime | Slot) -> QuerySet[Activity]:
    resumed = Lead.objects.filter(
        person, stage=Lead.Stage.NURTURE, stage_changed_at__gte=OuterRef("occurred_at")
    )
    return Activity.objects.filter(
        theirs, ~Exists(resumed), kind=Activity.Kind.REPLY, occurred_at__gt=since
    )


def _is_resting(mail: MailAtGate) -> bool:
    until = mail.address.paused_until
    return until is not None and until > mail.now


def _reader_pause(mail: MailAtGate) -> Iterator[Guard]:
    """Chosen by the reader: nothing comes until it is over, then the series goes on.

    Written under the lock that is ours now, so the row in hand decides, as in _fewer().
    """
    until = mail.address.paused_until
    if until is not None and until > mail.now:
        yield Guard(PAUSED_BY_READER, ~Q(pk=None), wait=until - mail.now)


def _sent(mail: MailAtGate, span: timedelta) -> QuerySet[Delivery]:
    """Mails of series to the person since then; a mail that is sent again does not count itself."""
    return Delivery.objects.filter(
        ~Q(pk=mail.slot("delivery")),
        mail.of_person("lead_id"),
        purpose__in=Delivery.SERIES,
        handed_over_at__gt=mail.ago(span),
    )


def _fewer(mail: MailAtGate) -> Iterator[Guard]:
    """Chosen by the reader: one mail of any series a week."""
    if mail.address.gets_fewer:
        sent = Exists(_sent(mail, FEWER_SPAN))
        yield Guard(FEWER, Q(sent), wait=timedelta(hours=6))


def _forbidden(mail: MailAtGate) -> Guard:
    may = permitted(mail.delivery.purpose, topic_of(mail.delivery))
    allowed = EmailAddress.objects.filter(may, pk=mail.slot("address"))
    return Guard(PERMISSION, Q(~Exists(allowed)))


def topic_of(delivery: Delivery) -> str:
    """Which series of its purpose the mail belongs to, as consents name it; '' for none."""
    return str(delivery.enrollment.sequence_id) if delivery.enrollment else ""


def _turns(mail: MailAtGate) -> Iterator[Guard]:
    """Caps over all series of the person, and whose turn it is where one place is left."""
    row = rules()
    for reason, span, most in (
        ("cap_day", CAP_DAY, row.cap_day),
        ("cap_week", CAP_WEEK, row.cap_week),
    ):
        yield Guard(reason, _has(_sent(mail, span), most), wait=_HOUR)
    if mail.delivery.enrollment is None:
        return
    first = _goes_first(mail, mail.delivery.enrollment.priority)
    if row.cap_day > 1:
        first &= _has(_sent(mail, CAP_DAY), row.cap_day - 1)
    yield Guard("priority", first, wait=timedelta(minutes=10))


def _goes_first(mail: MailAtGate, priority: int) -> Q:
    """A better series of the person has a mail due or on its way, and is not held back itself."""
    better = Enrollment.objects.filter(
        mail.of_person("lead_id"),
        state=Enrollment.State.ACTIVE,
        priority__lt=priority,
        sequence__is_paused=False,
        sequence__slowed_at=None,
    )
    on_its_way = Delivery.objects.filter(
        enrollment__in=better, state__in=Delivery.OPEN, due_at__lte=mail.ago()
    )
    return Q(Exists(better.filter(due_at__lte=mail.ago()))) | Q(Exists(on_its_way))


def _has(sent: QuerySet[Delivery], most: int) -> Q:
    """That many are out already: the row of that number exists."""
    if most <= 0:
        return ~Q(pk=None)
    return Q(Exists(sent.order_by("-handed_over_at")[most - 1 : most]))


def _limits_of(mail: MailAtGate) -> list[Limit]:
    delivery = mail.delivery
    sequence = delivery.enrollment.sequence if delivery.enrollment else None
    group = delivery.provider_group or provider_group(delivery.address.normalised)
    return limits(provider_group=group, sequence=sequence, row=rules(), now=mail.now)


def _limits(mail: MailAtGate) -> Iterator[Guard]:
    for limit in _limits_of(mail):
        yield Guard(limit.reason, _has(limit.sent, limit.most), wait=limit.wait)


def _unconfirmed_caps(mail: MailAtGate) -> Iterator[Guard]:
    if mail.address.confirmed_at is not None:
        return
    for reason, span, most in UNCONFIRMED_CAPS:
        sent = Delivery.objects.filter(
            ~Q(pk=mail.slot("delivery")),
            address_id=mail.slot("address"),
            purpose=Delivery.Purpose.REQUESTED,
            handed_over_at__gt=mail.ago(span),
        )
        yield Guard(reason, _has(sent, most), wait=timedelta(minutes=5))
