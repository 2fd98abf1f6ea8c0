"""From what happened to who is told: alerts to staff and posts to other systems. In the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from leads.business import business
from leads.hooks.calling import queue_calls
from leads.models import Alert, AlertChoice, Happening
from leads.visibility import may_see
from nurture.alerting.choosing import TOLD, audience, wants
from nurture.alerting.quiet import free_at

# What is older when it is first looked at is no news to anybody.
_NEWS_FOR = timedelta(days=1)


@transaction.atomic
def queue_news(*, now: datetime, limit: int) -> int:
    """Looks at up to `limit` pieces of news, each once; how many. Two workers share them."""
    rows = list(
        Happening.objects.filter(queued_at=None)
        .select_related("lead__merged_into")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")[:limit]
    )
    Alert.objects.bulk_create(_alerts(rows, now), ignore_conflicts=True)
    queue_calls(happenings=rows, now=now)
    Happening.objects.filter(pk__in=[row.pk for row in rows]).update(queued_at=now)
    return len(rows)


def due_at(choice: AlertChoice, now: datetime) -> datetime:
    """At once, or when their quiet hours end."""
    return free_at(
        now,
        zone=business().zone,
        quiet_from=choice.quiet_from,
        quiet_until=choice.quiet_until,
    )


def _alerts(rows: Sequence[Happening], now: datetime) -> list[Alert]:
    fresh = [row for row in rows if row.kind in TOLD and row.occurred_at > now - _NEWS_FOR]
    if not fresh:
        return []
    people = audience()
    return [
        Alert(user=user, happening=row, due_at=due_at(choice, now))
        for row in fresh
        for user, choice in people
        if wants(choice, row.kind) and may_see(user, row.lead)
    ]
