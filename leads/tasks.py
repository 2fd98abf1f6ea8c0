"""What beat asks of this floor."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from leads.activity import refresh_stale


@shared_task(ignore_result=True)
def refresh_warmth() -> None:
    """A bounded batch; what is left over is still stale at the next beat."""
    refresh_stale(now=timezone.now(), limit=500)
