"""What the roof does on the bell: nothing but calls of rules."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from funnel.journey.series import enroll_left_visits as enroll_batch
from funnel.privacy import forgetting, links, reminding
from funnel.publishing import scheduling
from funnel.unused_media import forget_unused


@shared_task
def enroll_left_visits() -> None:
    """People who left before their result get the default series."""
    enroll_batch(now=timezone.now(), limit=200)


@shared_task(ignore_result=True)
def keep_times() -> None:
    """Funnels whose appointed time has come go live or come down."""
    scheduling.run_schedule(now=timezone.now())


@shared_task
def forget_unused_media() -> None:
    """Once a day: what was uploaded for a form that nobody saved."""
    forget_unused(now=timezone.now())


@shared_task(ignore_result=True)
def remind_and_forget() -> None:
    """One reminder after two days; who never answered is forgotten after seven."""
    now = timezone.now()
    reminding.remind_unconfirmed(now=now, limit=200)
    forgetting.forget_unconfirmed(now=now, limit=100)
    links.drop_old_links(now=now)
