"""Gives back what a worker that died had in its hands.

The task reap_leases calls it every half minute. A claimed mail was never sent and is planned
again; of one that was handed over nobody knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from nurture.models import Delivery, Enrollment
from nurture.sending.settling import doubt

_AT_ONCE = 200
_LOST = "The worker was lost while it was sending."


def reap(now: datetime, *, pace: timedelta | None = None) -> int:
    """How many deliveries changed. Leases that still run are left alone. Idempotent."""
    changed = _give_back(now)
    lost = Delivery.objects.overdue(now).filter(state=Delivery.State.HANDED_OVER).order_by("pk")
    for delivery in lost[:_AT_ONCE]:
        changed += doubt(delivery=delivery, error=_LOST, now=now, pace=pace)
    return changed


def revive(now: datetime) -> int:
    """Has people planned anew who are on a series without a mail on its way and without a time
    for the next one. No write of ours leaves a row like that; one that stands so would wait for
    ever. How many there were. Idempotent."""
    under_way = Delivery.objects.filter(enrollment=OuterRef("pk"), state__in=Delivery.OPEN)
    stranded = Enrollment.objects.filter(
        ~Exists(under_way), state=Enrollment.State.ACTIVE, due_at=None
    )
    ids = list(stranded.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    return stranded.filter(pk__in=ids).update(due_at=now, lease_id="", lease_until=None)


@transaction.atomic
def _give_back(now: datetime) -> int:
    """Rows that somebody else changes just now wait for the next round: nobody waits for two."""
    lost = Delivery.objects.overdue(now).filter(state=Delivery.State.CLAIMED)
    ids = list(lost.select_for_update(skip_locked=True).values_list("pk", flat=True)[:_AT_ONCE])
    return lost.filter(pk__in=ids).update(
        state=Delivery.State.SCHEDULED, lease_id="", lease_until=None
    )
