"""What beat asks of this floor."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from leads.activity import count_anew, refresh_stale
from leads.domains import check_domains, own_resolver
from leads.happenings import forget_old
from leads.hooks.calling import call_due
from leads.lists import exporting, importing, keeping
from leads.pipeline.lapsing import return_lapsed


@shared_task(ignore_result=True)
def refresh_warmth() -> None:
    """A bounded batch; what is left over is still stale at the next beat."""
    refresh_stale(now=timezone.now(), limit=500)


@shared_task(ignore_result=True)
def follow_setting() -> None:
    """The next leads by a new setting of what counts; nothing where all are counted."""
    count_anew(now=timezone.now(), limit=1_000)


@shared_task(ignore_result=True)
def return_lapsed_claims() -> None:
    """A bounded batch; what is left over is still late at the next beat."""
    return_lapsed(now=timezone.now(), limit=200)


@shared_task(ignore_result=True)
def check_addresses() -> None:
    """A bounded batch of new addresses; what nobody answered is asked again later."""
    resolver = own_resolver() if settings.CHECK_DOMAINS else None
    if resolver is not None:
        check_domains(resolver=resolver, limit=50, now=timezone.now())


@shared_task(ignore_result=True)
def call_webhooks() -> None:
    """Few at a time: each may take its ten seconds, and the next beat goes on."""
    call_due(now=timezone.now(), limit=20)


@shared_task(ignore_result=True)
def forget_old_news() -> None:
    forget_old(now=timezone.now())


@shared_task(ignore_result=True)
def work_on_lists() -> None:
    """A slice of what waits: others want the worker, too, and the next beat goes on."""
    importing.work(clock=timezone.now, seconds=20)
    exporting.work(clock=timezone.now)


@shared_task(ignore_result=True)
def forget_list_files() -> None:
    keeping.forget_files(now=timezone.now())
