"""Who works on a delivery: a lease with a name, taken and given back by conditional UPDATEs.

Losing a worker loses nothing: its leases run out and the reaper gives the rows back.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings

from nurture.models import Delivery


def new_lease() -> str:
    return uuid.uuid4().hex


def lease_end(now: datetime) -> datetime:
    seconds: int = settings.MAIL_LEASE_SECONDS
    return now + timedelta(seconds=seconds)


def claim(*, delivery_id: int, now: datetime) -> Delivery | None:
    """The delivery, ours until its lease is over; None where it is not due or somebody has it."""
    lease = new_lease()
    won = (
        Delivery.objects.due(now)
        .filter(pk=delivery_id)
        .update(state=Delivery.State.CLAIMED, lease_id=lease, lease_until=lease_end(now))
    )
    if not won:
        return None
    related = ("lead", "address", "enrollment__version", "enrollment__sequence")
    return Delivery.objects.select_related(*related).filter(pk=delivery_id, lease_id=lease).first()
