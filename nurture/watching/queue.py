"""How the mails stand, in one report: what waits and since when, what is stuck, how fast it goes.

The page On their way, /metrics and the alert call it. Nine queries, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, Q, Value, When

from nurture.models import Delivery, MailStop, Notice
from nurture.models import Sequence as Series
from nurture.rules import rules
from nurture.sending.throttling import DAY, GROUPS, HOUR, MINUTE, OTHERS, limit_of
from nurture.watching.groups import group_name
from nurture.watching.lateness import Lateness, lateness

FAILED_SPAN = timedelta(days=7)
_UNSURE = (Delivery.State.AMBIGUOUS, Delivery.State.PARKED, Delivery.State.FAILED)


@dataclass(frozen=True, slots=True)
class Flow:
    """Mails handed over to one provider group; `limit` a minute for mails of series."""

    group: str
    last_minute: int
    last_hour: int
    last_day: int
    limit: int | None
    stop: MailStop | None

    @property
    def name(self) -> str:
        return group_name(self.group)

    @property
    def percent(self) -> int:
        """How much of the limit the last minute used."""
        return min(100, round(100 * self.last_minute / self.limit)) if self.limit else 0


@dataclass(frozen=True, slots=True)
class QueueReport:
    """`states` are the open ones, `held` reason codes; both with how many. Times are UTC."""

    now: datetime
    late: Lateness
    due: int
    states: Mapping[str, int]
    ambiguous: int
    parked: int
    failed: int
    held: Mapping[str, int]
    flows: Sequence[Flow]
    stops: Sequence[MailStop]
    series: Sequence[Series]
    notices: Sequence[Notice]
    unsent_notices: int

    @property
    def in_hand(self) -> int:
        return self.states[Delivery.State.CLAIMED] + self.states[Delivery.State.HANDED_OVER]

    @property
    def sent_last_hour(self) -> int:
        return sum(flow.last_hour for flow in self.flows)

    @property
    def sent_last_day(self) -> int:
        return sum(flow.last_day for flow in self.flows)

    @property
    def all_stop(self) -> MailStop | None:
        return next((stop for stop in self.stops if stop.scope == "all"), None)

    @property
    def is_late(self) -> bool:
        since = self.late.since
        patience = timedelta(minutes=rules().alert_after_minutes)
        return since is not None and self.now - since >= patience


def queue_report(now: datetime) -> QueueReport:
    stops = list(MailStop.objects.standing(now).order_by("created_at", "pk")[:200])
    states, held, due = _open_mails(now)
    unsure = _unsure(now)
    flows = _flows(now, stops)
    notices = list(Notice.objects.filter(seen_at=None)[:20])
    return QueueReport(
        now=now,
        late=lateness(now, stops),
        due=due,
        states=states,
        ambiguous=unsure["ambiguous"],
        parked=unsure["parked"],
        failed=unsure["failed"],
        held=held,
        flows=flows,
        stops=stops,
        series=_held_series(),
        notices=notices,
        unsent_notices=Notice.objects.filter(sent_at=None).count(),
    )


def _open_mails(now: datetime) -> tuple[dict[str, int], dict[str, int], int]:
    """(by state, of the planned ones by why they wait, how many are due now)."""
    rows = (
        # Not `state IN (...)`: only so Postgres may read the partial indexes, one for each arm.
        Delivery.objects.filter(
            Q(state=Delivery.State.SCHEDULED)
            | Q(state__in=[Delivery.State.CLAIMED, Delivery.State.HANDED_OVER])
        )
        .order_by()
        .values_list("state", "held_reason")
        .annotate(number=Count("pk"), due=Count("pk", filter=Q(due_at__lte=now)))
    )
    states = {str(state): 0 for state in Delivery.OPEN}
    held: dict[str, int] = {}
    due = 0
    for state, reason, number, ripe in rows:
        states[state] += number
        if state == Delivery.State.SCHEDULED:
            due += ripe
        if state == Delivery.State.SCHEDULED and reason:
            held[reason] = held.get(reason, 0) + number
    return states, dict(sorted(held.items(), key=lambda each: (-each[1], each[0]))), due


def _unsure(now: datetime) -> dict[str, int]:
    """Maybe sent and on hold, whenever that was; failed in the last days."""
    is_failed = Q(state=Delivery.State.FAILED)
    rows = (
        Delivery.objects.filter(state__in=_UNSURE)
        .filter(~is_failed | Q(due_at__gt=now - FAILED_SPAN))
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return {str(state): 0 for state in _UNSURE} | dict(rows)


def _flows(now: datetime, stops: Sequence[MailStop]) -> list[Flow]:
    group = Case(
        When(provider_group__in=GROUPS, then=F("provider_group")),
        default=Value(OTHERS),
        output_field=CharField(),
    )
    rows = (
        Delivery.objects.filter(handed_over_at__gt=now - DAY)
        .order_by()
        .annotate(group=group)
        .values_list("group")
        .annotate(
            minute=Count("pk", filter=Q(handed_over_at__gt=now - MINUTE)),
            hour=Count("pk", filter=Q(handed_over_at__gt=now - HOUR)),
            day=Count("pk"),
        )
    )
    sent = {name: (minute, hour, day) for name, minute, hour, day in rows}
    by_scope = {stop.scope: stop for stop in stops}
    row = rules()
    found = []
    for name in (*GROUPS, OTHERS):
        minute, hour, day = sent.get(name, (0, 0, 0))
        stop = by_scope.get(f"group:{name}")
        found.append(Flow(name, minute, hour, day, limit_of(name, row), stop))
    return found


def _held_series() -> list[Series]:
    held = Q(is_paused=True) | Q(slowed_at__isnull=False)
    return list(Series.objects.filter(held).order_by("name", "pk")[:100])
