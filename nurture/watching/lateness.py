"""Which mails are late: due for long, and held neither by staff, by their reader nor by a guard.

The alert, the watch page and /metrics call it. A mail that a refusing server pushes on from try to
try is late since its first try, not since its last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest

from nurture.models import Delivery, Enrollment, MailStop
from nurture.sending.throttling import in_groups

# Reasons that are trouble of ours; every other one is somebody's wish or a rule at work.
TROUBLE = ("server_refused", "login_refused", "server_away", "provider_refused")
TROUBLE_KINDS = (MailStop.Kind.LOGIN, MailStop.Kind.AWAY, MailStop.Kind.REFUSED)
_BY_STAFF = (MailStop.Kind.STAFF, MailStop.Kind.STOPPED)
_EVERYTHING = ("all", "server")


@dataclass(frozen=True, slots=True)
class Lateness:
    """What waits longest of each kind, and how many wait in all; None: nothing of it waits.

    `plans` are people whose next mail should have been planned.
    """

    requested: datetime | None = None
    series: datetime | None = None
    plans: datetime | None = None
    mails: int = 0

    @property
    def since(self) -> datetime | None:
        found = (self.requested, self.series, self.plans)
        return min((at for at in found if at is not None), default=None)


def lateness(now: datetime, stops: Sequence[MailStop]) -> Lateness:
    """`stops` are the standing ones. Two queries, over what is due or in trouble alone."""
    by_staff = [stop.scope for stop in stops if stop.kind in _BY_STAFF]
    if not set(by_staff).isdisjoint(_EVERYTHING):
        return Lateness()
    trouble = [stop.created_at for stop in stops if stop.kind in TROUBLE_KINDS]
    is_series = Q(purpose__in=Delivery.SERIES)
    found = (
        _waiting(now, min(trouble, default=None))
        .filter(_is_free(by_staff))
        .aggregate(
            requested=Min("since", filter=~is_series),
            series=Min("since", filter=is_series),
            mails=Count("pk"),
        )
    )
    plans = _plans(now).aggregate(at=Min("due_at"), number=Count("pk"))
    return Lateness(
        requested=found["requested"],
        series=found["series"],
        plans=plans["at"],
        mails=found["mails"] + plans["number"],
    )


def _waiting(now: datetime, trouble_since: datetime | None) -> QuerySet[Delivery]:
    """Each arm names its state, so that Postgres reads the partial indexes."""
    scheduled = Q(state=Delivery.State.SCHEDULED)
    in_hand = Q(state__in=[Delivery.State.CLAIMED, Delivery.State.HANDED_OVER])
    is_due = (scheduled & Q(due_at__lte=now)) | (in_hand & Q(lease_until__lte=now))
    in_trouble = scheduled & Q(held_reason__in=TROUBLE)
    meant = Coalesce("planned_for", "created_at")
    # A stop cannot make late what came to it before; without one nobody knows better.
    stopped = meant if trouble_since is None else Greatest(meant, Value(trouble_since))
    since = Case(
        When(held_reason__in=TROUBLE, then=Coalesce("failing_since", stopped)),
        default=F("due_at"),
        output_field=DateTimeField(),
    )
    return Delivery.objects.filter(is_due | in_trouble).annotate(since=since)


def _is_free(by_staff: Collection[str]) -> Q:
    """Not paused by staff, for its provider, its mail, its series or its person."""
    groups = [scope.removeprefix("group:") for scope in by_staff if scope.startswith("group:")]
    held = in_groups(groups) | _held_series("enrollment__sequence__") | _held_person()
    for scope in by_staff:
        if scope.startswith("mail:"):
            _mail, sequence_id, key = scope.split(":", 2)
            held |= Q(enrollment__sequence_id=int(sequence_id), message_key=key)
    return ~held


def _plans(now: datetime) -> QuerySet[Enrollment]:
    held = _held_series("sequence__") | _held_person()
    return Enrollment.objects.due(now).filter(~held)


def _held_series(path: str) -> Q:
    """Paused, or slowed down after complaints."""
    return Q((f"{path}is_paused", True)) | Q((f"{path}slowed_at__isnull", False))


def _held_person() -> Q:
    scope = Concat(Value("lead:"), Cast(OuterRef("lead_id"), CharField()))
    return Q(Exists(MailStop.objects.filter(kind__in=_BY_STAFF, until=None, scope=scope)))
