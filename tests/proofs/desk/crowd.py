"""Many leads at once, like those of a busy desk: one in ten waits in the queue, a few everywhere.

The shares are the same at every size, so that a longer time comes from the number alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection

from leads.addresses import address_hash
from leads.models import QUEUED_FIRST, Activity, EmailAddress, Lead, VisitFacts

_BATCH = 5_000
_KEYS = ("call_asked", "quiz_finished", "gift", "offer_seen")


def grow_to(number: int, *, owner: User, now: datetime) -> None:
    """Until there are so many."""
    have = Lead.objects.count()
    for first in range(have, number, _BATCH):
        numbers = range(first, min(first + _BATCH, number))
        leads = Lead.objects.bulk_create(_lead(each, owner, now) for each in numbers)
        EmailAddress.objects.bulk_create(_address(lead, now) for lead in leads)
        Activity.objects.bulk_create(act for lead in leads for act in _acts(lead, now))
        VisitFacts.objects.bulk_create(_facts(lead, now) for lead in leads)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _lead(number: int, owner: User, now: datetime) -> Lead:
    is_queued = number % 10 == 0
    rank = (number // 10) % 4 if is_queued else Lead.NOT_QUEUED
    at = now - timedelta(seconds=number * 7 % 90_000)
    return Lead(
        name=f"Person {number * 7919 % 1_000_003}",
        company=f"Company {number % 977}",
        phone=f"+49 170 {number:07d}",
        created_at=at,
        last_act_at=at,
        stage_changed_at=at,
        warmth=number * 31 % 100,
        momentum=number % 40 if is_queued else 0,
        fit="ABCD?"[number % 5],
        queue_rank=rank,
        queue_at=QUEUED_FIRST if rank == 2 else at,
        due_at=at + timedelta(hours=20) if rank < 2 else None,
        follow_up_at=now if rank == 3 else None,
        owner=owner if number % 200 == 0 else None,
    )


def _address(lead: Lead, now: datetime) -> EmailAddress:
    text = f"p{lead.pk}@example.com"
    return EmailAddress(
        lead=lead, address=text, normalised=text, address_hash=address_hash(text), created_at=now
    )


def _acts(lead: Lead, now: datetime) -> Iterator[Activity]:
    for key in _KEYS[: 1 + lead.pk % len(_KEYS)]:
        yield Activity(
            lead=lead,
            kind=Activity.Kind.STEP,
            subject=f"1/{key}",
            label=f"Did {key}",
            points_key=key,
            effort=1,
            occurred_at=lead.last_act_at,
            source_key=f"bench:{lead.pk}:{key}",
        )


def _facts(lead: Lead, now: datetime) -> VisitFacts:
    return VisitFacts(
        lead=lead,
        visit_id=lead.pk,
        funnel_id=1 + lead.pk % 5,
        funnel_name=f"Funnel {1 + lead.pk % 5}",
        outcome_name="Quiet discounter",
        source=("direct", "newsletter", "search", "a friend")[lead.pk % 4],
        started_at=now,
        updated_at=now,
    )
