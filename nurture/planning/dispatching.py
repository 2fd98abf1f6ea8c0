"""Plans the mails that are due: one short transaction, a bounded batch, few queries.

The task dispatch_due calls it every few seconds. It sends nothing; what it plans, and what
was planned before and is due, is rung for the senders.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from nurture.leases import lease_end, new_lease
from nurture.models import Delivery, Enrollment
from nurture.planning.deciding import Finish, Leave, PassOver, Write
from nurture.planning.enrolling import leave, move
from nurture.planning.gathering import Gathered, gather
from nurture.planning.hurrying import hurry
from nurture.planning.pace import pace_of
from nurture.planning.versions import content_of

logger = logging.getLogger(__name__)

_LOOK_AGAIN = timedelta(hours=1)
_CHANGED = ["position", "anchor_at", "due_at", "state", "ended_at", "lease_id", "lease_until"]


def dispatch(now: datetime, *, limit: int = 200, pace: timedelta | None = None) -> list[int]:
    """Ids of deliveries that are due, the longest waiting first, at most `limit`."""
    plan(now=now, limit=limit, pace=pace)
    due = Delivery.objects.due(now).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


@transaction.atomic
def plan(*, now: datetime, limit: int, pace: timedelta | None) -> int:
    """Makes the next delivery of each due enrollment, or ends it. How many it looked at."""
    enrollments = _claim(now=now, limit=limit)
    gathered = gather(enrollments)
    leaving: dict[Enrollment.Exit, list[int]] = defaultdict(list)
    staying: list[Enrollment] = []
    deliveries: list[Delivery] = []
    for enrollment in enrollments:
        enrollment.lease_id, enrollment.lease_until = "", None
        way_out = _follow(enrollment, gathered, deliveries, now=now, pace=pace)
        if way_out is None:
            staying.append(enrollment)
        else:
            leaving[way_out].append(enrollment.pk)
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    Enrollment.objects.bulk_update(staying, _CHANGED)
    for reason, ids in leaving.items():
        leave(ids, reason=reason, now=now)
    return len(enrollments)


def _claim(*, now: datetime, limit: int) -> list[Enrollment]:
    """The due enrollments that are ours. Their addresses are locked, as every writer does first.

    On Postgres somebody else's locked addresses are left for the next tick.
    """
    candidates = (
        Enrollment.objects.due(now)
        .filter(sequence__is_paused=False)
        .select_related("address")
        .select_for_update(of=("address",), skip_locked=True)
        .order_by("due_at", "pk")[:limit]
    )
    ids = [each.pk for each in candidates]
    lease = new_lease()
    Enrollment.objects.due(now).filter(pk__in=ids).update(
        lease_id=lease, lease_until=lease_end(now)
    )
    related = ("address", "lead__merged_into", "version", "sequence")
    return list(Enrollment.objects.select_related(*related).filter(lease_id=lease).order_by("pk"))


def _follow(
    enrollment: Enrollment,
    gathered: Gathered,
    deliveries: list[Delivery],
    *,
    now: datetime,
    pace: timedelta | None,
) -> Enrollment.Exit | None:
    """Carries out the decision on the row and adds the delivery; a reason where it leaves."""
    pace = pace_of(enrollment, pace)
    try:
        content = content_of(enrollment.version)
        decision = gathered.decide(enrollment, content)
    except Exception:
        # One series that cannot be read must not stop the others.
        logger.exception("Enrollment %s could not be decided.", enrollment.pk)
        enrollment.due_at = now + _LOOK_AGAIN
        return None
    match decision:
        case Leave(reason):
            return reason
        case Finish():
            move(enrollment, content, to=len(content.sequence.messages), now=now, pace=pace)
        case PassOver(index):
            deliveries.append(_delivery(enrollment, content.sequence.messages[index].key, now))
            deliveries[-1].state = Delivery.State.SKIPPED
            deliveries[-1].skipped_reason = "condition"
            move(enrollment, content, to=index + 1, now=now, pace=pace)
            hurry(enrollment)
        case Write(index):
            deliveries.append(_delivery(enrollment, content.sequence.messages[index].key, now))
            enrollment.position, enrollment.due_at = index, None
    return None


def _delivery(enrollment: Enrollment, message_key: str, now: datetime) -> Delivery:
    return Delivery(
        lead_id=enrollment.lead_id,
        address_id=enrollment.address_id,
        enrollment=enrollment,
        purpose=content_of(enrollment.version).sequence.purpose,
        dedupe_key=f"seq:{enrollment.pk}:{message_key}",
        message_key=message_key,
        funnel_id=enrollment.funnel_id,
        visit_id=enrollment.visit_id,
        created_at=now,
        due_at=now,
    )
