"""Whose leads somebody of sales sees, set by who looks after the accounts; visibility reads it."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from leads.models import FunnelAccess


@transaction.atomic
def give_funnels(*, user: User, funnel_ids: Collection[int]) -> None:
    """These funnels and no others; an empty collection is every funnel. Idempotent."""
    rows = FunnelAccess.objects.filter(user=user)
    rows.exclude(funnel_id__in=funnel_ids).delete()
    FunnelAccess.objects.bulk_create(
        [FunnelAccess(user=user, funnel_id=each) for each in sorted(set(funnel_ids))],
        ignore_conflicts=True,
    )
