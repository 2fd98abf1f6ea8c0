"""Gives back what a worker that died had in its hands.

The task reap_leases calls it every half minute. A claimed mail was never sent and is planned
again; of one that was handed over nobody knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from nurture.models import Delivery
from nurture.sending.settling import doubt

_AT_ONCE = 200
_LOST = "The worker was lost while it was sending."


def reap(now: datetime, *, pace: timedelta | None = None) -> int:
    """How many deliveries changed. Leases that still run are left alone. Idempotent."""
    changed = (
        Delivery.objects.overdue(now)
        .filter(state=Delivery.State.CLAIMED)
        .update(state=Delivery.State.SCHEDULED, lease_id="", lease_until=None)
    )
    lost = Delivery.objects.overdue(now).filter(state=Delivery.State.HANDED_OVER).order_by("pk")
    for delivery in lost[:_AT_ONCE]:
        changed += doubt(delivery=delivery, error=_LOST, now=now, pace=pace)
    return changed
