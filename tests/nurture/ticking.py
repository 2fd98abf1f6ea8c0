"""A tick of the tests: plans what is due and says what a sender would be rung for."""

from __future__ import annotations

from datetime import datetime, timedelta

from nurture.models import Delivery
from nurture.planning.dispatching import plan


def dispatch(now: datetime, *, limit: int = 200, pace: timedelta | None = None) -> list[int]:
    """Ids of deliveries that are due, the longest waiting first, at most `limit`."""
    plan(now=now, limit=limit, pace=pace)
    due = Delivery.objects.due(now).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])
