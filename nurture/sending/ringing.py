"""Which of the planned mails that are due a tick rings for: what may go now, the oldest first.

The task dispatch_due asks here. Nothing is rung in vain while everything is stopped or a limit
is reached; the hand-over decides again, so a mail rung too often is sent once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from nurture.models import Delivery, DeliveryQuerySet, MailStop
from nurture.sending.stopping import ALL, SERVER, group_scope
from nurture.sending.throttling import GROUPS, OTHERS, Room, in_groups, room

_GROUP = group_scope("")


@dataclass(frozen=True, slots=True)
class Rung:
    """Ids of deliveries: what somebody just asked for goes by a queue of its own."""

    requested: list[int]
    series: list[int]


def due_to_ring(now: datetime, *, limit: int) -> Rung:
    """At most `limit` of each."""
    stops = set(
        MailStop.objects.standing(now)
        .filter(Q(scope__in=[ALL, SERVER]) | Q(scope__startswith=_GROUP))
        .values_list("scope", flat=True)
    )
    if stops & {ALL, SERVER}:
        return Rung([], [])
    stopped = [scope.removeprefix(_GROUP) for scope in stops]
    due = Delivery.objects.due(now).order_by("due_at", "pk")
    if stopped:
        due = due.exclude(in_groups(stopped))
    requested = due.exclude(purpose__in=Delivery.SERIES).values_list("pk", flat=True)[:limit]
    series = due.filter(purpose__in=Delivery.SERIES)
    return Rung(list(requested), _as_many_as_fit(series, room(now), limit))


def _as_many_as_fit(due: DeliveryQuerySet, free: Room, limit: int) -> list[int]:
    if free.in_all == 0:
        return []
    rows = _with_room(due, free).values_list("pk", "provider_group", "enrollment__sequence_id")
    return [pk for pk, group, sequence_id in rows[:limit] if free.take(group, sequence_id)]


def _with_room(due: DeliveryQuerySet, free: Room) -> DeliveryQuerySet:
    """A group or series without any room must not fill the list and hide the others."""
    full = free.full_groups
    if OTHERS in full:
        due = due.filter(provider_group__in=GROUPS)
    if named := [group for group in full if group != OTHERS]:
        due = due.exclude(provider_group__in=named)
    if free.full_series:
        due = due.exclude(enrollment__sequence_id__in=free.full_series)
    return due
