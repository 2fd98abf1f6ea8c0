"""What Celery calls: ids in, one rule call. A lost task loses nothing, the rows know."""

from __future__ import annotations

from celery import shared_task
from celery.signals import worker_shutting_down
from django.conf import settings
from django.utils import timezone

from nurture import bell
from nurture.alerting.queueing import queue_news as telling_news
from nurture.alerting.sending import send_digests, send_due
from nurture.hearing.events import drop_unknown
from nurture.hearing.events import hear_again as listen_again
from nurture.hearing.mailbox import place_of, read_mailbox
from nurture.hearing.replies import drop_unmatched
from nurture.planning.dispatching import plan
from nurture.planning.following import follow_versions as follow
from nurture.planning.pace import pace
from nurture.sending import quitting
from nurture.sending.batch import send_batch
from nurture.sending.reaping import reap, revive
from nurture.sending.ringing import due_to_ring
from nurture.watching.alerts import send_notices, watch
from nurture.watching.domain import check_due_domains
from nurture.watching.pulse import note_pulse

LIMIT = 1_000
BATCH = 50


@shared_task(ignore_result=True)
def dispatch_due() -> None:
    """Plan what is due and tell the workers, one bell for a batch."""
    note_pulse(timezone.now())
    plan(now=timezone.now(), limit=LIMIT, pace=pace())
    due = due_to_ring(timezone.now(), limit=LIMIT)
    for ids, ring in ((due.requested, bell.ring_requested), (due.series, bell.ring)):
        for start in range(0, len(ids), BATCH):
            ring(ids[start : start + BATCH])


@shared_task(ignore_result=True)
def follow_versions() -> None:
    """People who are not due yet go on in what was published since."""
    follow(timezone.now(), pace=pace())


@shared_task(ignore_result=True)
def send_deliveries(ids: list[int]) -> None:
    send_batch(ids, clock=timezone.now, pace=pace())


@shared_task(ignore_result=True)
def send_requested(ids: list[int]) -> None:
    """The same, in the queue of what somebody asked for a moment ago."""
    send_batch(ids, clock=timezone.now, pace=pace())


@worker_shutting_down.connect
def _on_shutdown(**_told: object) -> None:
    """The mail in hand is finished, no other is begun. The children share the mark."""
    quitting.ask_to_end()


@shared_task(ignore_result=True)
def reap_leases() -> None:
    reap(timezone.now(), pace=pace())
    revive(timezone.now())


@shared_task(ignore_result=True)
def queue_news() -> None:
    """Who is to be told of what happened; what is left over comes with the next beat."""
    telling_news(now=timezone.now(), limit=200)


@shared_task(ignore_result=True)
def send_alerts() -> None:
    send_due(now=timezone.now())


@shared_task(ignore_result=True)
def send_daily_mails() -> None:
    send_digests(now=timezone.now())


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


@shared_task(ignore_result=True)
def read_replies() -> None:
    """What came into the mailbox, where there is one."""
    if settings.REPLIES_URL:
        read_mailbox(place=place_of(settings.REPLIES_URL), clock=timezone.now)


@shared_task(ignore_result=True)
def hear_again() -> None:
    """What a provider told of a mail before we knew its name for it."""
    listen_again(now=timezone.now())


@shared_task(ignore_result=True)
def forget_replies() -> None:
    """Replies and events that nobody knew the person of for a month."""
    drop_unmatched(now=timezone.now())
    drop_unknown(now=timezone.now())
