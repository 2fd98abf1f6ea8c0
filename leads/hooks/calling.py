"""Posts to other systems: queued beside the news, tried in the worker, kept until they arrive.

A post may arrive twice (the worker died before it could write down the answer) and never not at
all without being seen: the key of a call stays the same, so that the other side can tell.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from leads.hooks.bodies import EVENTS, body_of, sample_body
from leads.hooks.posting import Answer, PostError, post
from leads.hooks.signing import sign
from leads.models import Happening, Webhook, WebhookAttempt, WebhookCall

State = WebhookCall.State
TEST = "test"
PATIENCE_SECONDS = 10.0
_LEASE = timedelta(seconds=60)
# After each refusal; a system that is away for a day is still told.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=18),
)
_GONE = 410
_ANSWER_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """`status` is 0 where no answer came; `said` is the answer, or why there was none."""

    status: int
    said: str
    milliseconds: int

    @property
    def is_ok(self) -> bool:
        return Answer(self.status, "").is_ok


def queue_calls(*, happenings: Sequence[Happening], now: datetime) -> int:
    """One call for each of the news and each webhook that wants it, in the caller's transaction.

    Idempotent: a call's key is made of both. How many were wanted.
    """
    webhooks = list(Webhook.objects.filter(is_on=True))
    calls = [
        WebhookCall(
            webhook=webhook,
            happening=happening,
            event=happening.kind,
            key=_key(webhook, happening),
            body=body_of(happening),
            due_at=now,
            created_at=now,
        )
        for happening in happenings
        if happening.kind in EVENTS
        for webhook in webhooks
        if happening.kind in webhook.events
    ]
    WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)
    return len(calls)


def call_due(*, now: datetime, limit: int) -> int:
    """Tries up to `limit` calls that are due; how many. After a refusal the other calls of that
    system wait for the next turn: one that is away must not hold up the others."""
    tried = 0
    refused: set[int] = set()
    rows = (
        _due(now)
        .filter(webhook__is_on=True)
        .order_by("due_at", "pk")
        .values_list("pk", "webhook_id")[:limit]
    )
    for pk, webhook_id in rows:
        if webhook_id in refused:
            continue
        done = _call(pk, now)
        if done is None:
            continue
        tried += 1
        if not done.is_ok:
            refused.add(webhook_id)
    return tried


def send_test(*, webhook: Webhook, now: datetime) -> Tried:
    """Posts a sample at once and says what came back; it stands in the log like the others."""
    call = WebhookCall.objects.create(
        webhook=webhook,
        event=TEST,
        key=f"msg_{secrets.token_hex(16)}",
        body=sample_body(now),
        due_at=now,
        created_at=now,
        # Nobody but us tries it, and once only.
        leased_until=now + _LEASE,
        attempts=len(WAITS) + 1,
    )
    return _tried(call, now)


@transaction.atomic
def resend(*, calls: Sequence[int], now: datetime) -> int:
    """Puts calls at the front again, with the keys they had. What is on its way stays; a test
    about nobody is not sent again. How many."""
    rows = WebhookCall.objects.filter(pk__in=calls).exclude(happening=None)
    return rows.exclude(state=State.WAITING, leased_until__gt=now).update(
        state=State.WAITING, due_at=now, attempts=0, leased_until=None
    )


def _key(webhook: Webhook, happening: Happening) -> str:
    named = f"{webhook.pk}:{happening.source_key}".encode()
    return f"msg_{hashlib.sha256(named).hexdigest()[:32]}"


def _due(now: datetime) -> QuerySet[WebhookCall]:
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return WebhookCall.objects.filter(free, state=State.WAITING, due_at__lte=now)


def _call(pk: int, now: datetime) -> Tried | None:
    """None where somebody else has it.

    The update names columns of this row alone: a condition on another table would become a
    sub-query, which Postgres does not ask again for a row that it had to wait for.
    """
    mine = _due(now).filter(pk=pk).update(leased_until=now + _LEASE, attempts=F("attempts") + 1)
    if not mine:
        return None
    call = WebhookCall.objects.select_related("webhook").get(pk=pk)
    return _tried(call, now)


def _tried(call: WebhookCall, now: datetime) -> Tried:
    """Posts outside of any transaction, then writes down what came back."""
    body = call.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Small-Yes-Webhooks",
        **sign(secret=call.webhook.secret, key=call.key, body=body, at=now),
    }
    began = time.monotonic()
    try:
        answer = post(call.webhook.url, body=body, headers=headers, timeout=PATIENCE_SECONDS)
        status, said = answer.status, answer.text
    except PostError as error:
        status, said = 0, str(error)
    if 300 <= status < 400:  # what HTTP calls a redirect
        said = _("It sends us elsewhere, and posts follow nobody. Write down the new address.")
    done = Tried(status, said[:_ANSWER_LENGTH], round((time.monotonic() - began) * 1000))
    _settle(call, done, now)
    return done


@transaction.atomic
def _settle(call: WebhookCall, done: Tried, now: datetime) -> None:
    WebhookAttempt.objects.create(
        call=call,
        status=done.status,
        answer=done.said.replace("\x00", ""),
        milliseconds=done.milliseconds,
        created_at=now,
    )
    mine = WebhookCall.objects.filter(pk=call.pk, leased_until=call.leased_until)
    webhook = Webhook.objects.filter(pk=call.webhook_id)
    if done.is_ok:
        mine.update(state=State.DELIVERED, delivered_at=now, leased_until=None)
        webhook.update(failing_since=None)
        return
    webhook.filter(failing_since=None).update(failing_since=now)
    if call.attempts > len(WAITS):
        mine.update(state=State.FAILED, leased_until=None)
    else:
        mine.update(due_at=now + WAITS[call.attempts - 1], leased_until=None)
    if done.status == _GONE:
        reason = _("It answered that it is gone for good (410).")
        webhook.update(is_on=False, off_reason=reason)
