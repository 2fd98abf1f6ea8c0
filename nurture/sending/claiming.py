"""Taking a delivery to work on it: one conditional UPDATE that one worker wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from nurture.leases import lease_end, new_lease
from nurture.models import Delivery


def still_due(ids: Iterable[int], now: datetime) -> list[int]:
    """Of these the ones that nobody sent or holds by now, in their order. One query.

    Each tick rings anew for what is due: behind a slow server the same ids come again and again.
    """
    asked = list(ids)
    due = set(Delivery.objects.due(now).filter(pk__in=asked).values_list("pk", flat=True))
    return [pk for pk in asked if pk in due]


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
