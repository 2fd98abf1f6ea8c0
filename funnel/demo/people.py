"""Which people the demo brought, and what of the others is the demo's."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from funnel.models import Funnel, Visit
from leads.models import Activity, Lead, LeadDetail, VisitFacts
from nurture.models import Delivery, Enrollment, OutboxMail


def remove_people(*, funnel_id: int, now: datetime) -> None:
    """Deletes people only this funnel knows; of the others, what came from this funnel.

    Merged rows are one person: they stay or go together.
    """
    visits = list(Visit.objects.filter(funnel=funnel_id).values_list("pk", flat=True))
    mine, others = _cluster(_touched(Q(funnel_id=funnel_id))), _touched(~Q(funnel_id=funnel_id))
    gone = mine - _cluster(others)
    _remove_mails(funnel_id)
    Lead.objects.filter(pk__in=gone).delete()
    VisitFacts.objects.filter(funnel_id=funnel_id).delete()
    Activity.objects.filter(visit_id__in=visits).delete()
    for slug in Funnel.objects.filter(pk=funnel_id).values_list("slug", flat=True):
        LeadDetail.objects.filter(key__startswith=f"{slug}/").delete()
    # Their numbers were counted with those acts: the next refresh counts again.
    Lead.objects.filter(pk__in=mine - gone).update(stale_at=now)


def _touched(funnel: Q) -> set[int]:
    """Leads that a funnel knows, by a visit, its facts, a series or a mail."""
    found: set[int] = set()
    for rows in (Visit.objects, VisitFacts.objects, Enrollment.objects, Delivery.objects):
        found |= set(rows.filter(funnel, lead__isnull=False).values_list("lead_id", flat=True))
    return found


def _cluster(leads: set[int]) -> set[int]:
    """These leads with everybody they were merged with."""
    roots = {
        root or pk
        for pk, root in Lead.objects.filter(pk__in=leads).values_list("pk", "merged_into_id")
    }
    rows = Lead.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots))
    return set(rows.values_list("pk", flat=True))


def _remove_mails(funnel_id: int) -> None:
    """Mails of this funnel, and their copies in the outbox."""
    deliveries = Delivery.objects.filter(funnel_id=funnel_id)
    OutboxMail.objects.filter(message_id__in=deliveries.values("message_id")).delete()
    deliveries.delete()
