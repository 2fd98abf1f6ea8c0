"""What Celery calls: ids in, one rule call. A lost task loses nothing, the rows know."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from nurture import bell
from nurture.planning.dispatching import dispatch
from nurture.planning.pace import pace
from nurture.sending.batch import send_batch
from nurture.sending.reaping import reap

LIMIT = 1_000
BATCH = 50


@shared_task(ignore_result=True)
def dispatch_due() -> None:
    """Plan what is due and tell the workers, one bell for a batch."""
    ids = dispatch(timezone.now(), limit=LIMIT, pace=pace())
    for start in range(0, len(ids), BATCH):
        bell.ring(ids[start : start + BATCH])


@shared_task(ignore_result=True)
def send_deliveries(ids: list[int]) -> None:
    send_batch(ids, clock=timezone.now, pace=pace())


@shared_task(ignore_result=True)
def reap_leases() -> None:
    reap(timezone.now(), pace=pace())
