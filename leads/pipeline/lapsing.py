"""Claims that nobody followed up come back by themselves. The clock calls it every minute."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads.models import Lead
from leads.pipeline.claiming import end_claim
from leads.pipeline.rules import desk_rules
from leads.pipeline.standing import called, locked_person, tell


def return_lapsed(*, now: datetime, limit: int) -> int:
    """Gives up to `limit` claims back whose time ran out without a contact; says how many.

    Each in a transaction of its own, looked at again under the lock: a contact of this moment wins.
    """
    if not desk_rules().is_claiming_on:
        return 0
    late = Lead.objects.filter(lapses_at__lte=now, merged_into=None, erased_at=None)
    ids = list(late.order_by("lapses_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(_give_back(pk, now) for pk in ids)


@transaction.atomic
def _give_back(pk: int, now: datetime) -> bool:
    try:
        lead = locked_person(pk)
    except Lead.DoesNotExist:
        return False
    if lead.lapses_at is None or lead.lapses_at > now or lead.owner is None:
        return False
    name = called(lead.owner)
    key = f"lapse:{lead.pk}:{lead.lapses_at.timestamp():.6f}"
    end_claim(lead, by=None, now=now)
    tell(lead, "Came back to all, no contact by", name, key=key, now=now)
    return True
