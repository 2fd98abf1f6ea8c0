"""What Celery calls: ids in, one rule call. A lost task loses nothing, the rows know."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from nurture import bell
from nurture.planning.dispatching import dispatch
from nurture.planning.pace import pace
from nurture.sending.batch import send_batch
from nurture.sending.reaping import reap
from nurture.watching.alerts import send_notices, watch
from nurture.watching.domain import check_due_domains
from nurture.watching.pulse import note_pulse

LIMIT = 1_000
BATCH = 50


@shared_task(ignore_result=True)
def dispatch_due() -> None:
    """Plan what is due and tell the workers, one bell for a batch."""
    note_pulse(timezone.now())
    ids = dispatch(timezone.now(), limit=LIMIT, pace=pace())
    for start in range(0, len(ids), BATCH):
        bell.ring(ids[start : start + BATCH])


@shared_task(ignore_result=True)
def send_deliveries(ids: list[int]) -> None:
    send_batch(ids, clock=timezone.now, pace=pace())


@shared_task(ignore_result=True)
def reap_leases() -> None:
    reap(timezone.now(), pace=pace())


@shared_task(ignore_result=True)
def watch_mails() -> None:
    """Whether mails wait too long, and the notices nobody was mailed yet."""
    watch(timezone.now())
    send_notices(timezone.now(), clock=timezone.now)


@shared_task(ignore_result=True)
def check_sender_domains() -> None:
    """Once a day each; the task itself comes more often, so that a restart loses no day."""
    if settings.CHECK_DOMAINS:
        check_due_domains(now=timezone.now())
