"""One person behind several rows: leads that were merged, and all their addresses.

Caps, goals and locks are about people; the hand-over asks here.
"""

from __future__ import annotations

from django.db.models import Q

from leads.models import Lead


def same_person(lead_id: int) -> list[int]:
    """Ids of every lead row that is this person."""
    merged_into = Lead.objects.filter(pk=lead_id).values_list("merged_into_id", flat=True).first()
    root = merged_into or lead_id
    return list(
        Lead.objects.filter(Q(pk=root) | Q(merged_into=root))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
