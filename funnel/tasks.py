"""What the roof does on the bell: nothing but calls of rules."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from funnel.journey.series import enroll_left_visits as enroll_batch


@shared_task
def enroll_left_visits() -> None:
    """People who left before their result get the default series."""
    enroll_batch(now=timezone.now(), limit=200)
