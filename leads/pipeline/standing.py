"""One person under lock, the columns that the desk changes, and the line of the story about it.

Claims, contacts and stages are written through here, so that each takes the same locks in the same
order and none forgets the queue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from leads.activity import Act, record_acts, refresh_numbers
from leads.locking import lock_addresses
from leads.models import Activity, EmailAddress, Lead, StageChange


class DeskError(Exception):
    """What cannot be done with this person; str() is a sentence for the salesperson."""


def locked_person(lead_id: int) -> Lead:
    """The root of this row, locked after its addresses. Call it inside a transaction.

    Raises Lead.DoesNotExist, for somebody forgotten, too.
    """
    row = Lead.objects.only("merged_into").get(pk=lead_id)
    root = row.merged_into_id or row.pk
    person = Lead.objects.filter(Q(pk=root) | Q(merged_into=root))
    addresses = EmailAddress.objects.filter(lead__in=person)
    lock_addresses(addresses.values_list("pk", flat=True))
    return Lead.objects.select_for_update(of=("self",)).get(
        pk=root, merged_into=None, erased_at=None
    )


def store(lead: Lead, columns: Iterable[str], *, now: datetime) -> None:
    """Writes these columns, then the numbers that follow from them."""
    lead.save(update_fields=list(columns))
    refresh_numbers(lead_ids=[lead.pk], now=now)


def change_stage(
    lead: Lead, stage: str, *, by: User | None, now: datetime, reason: str = ""
) -> StageChange | None:
    """Sets the stage on the object, and keeps the step; None where it stands there already."""
    if lead.stage == stage:
        return None
    change = StageChange.objects.create(
        lead=lead, before=lead.stage, after=stage, by=by, reason=reason, created_at=now
    )
    lead.stage, lead.stage_changed_at = Lead.Stage(stage), now
    return change


def tell(lead: Lead, head: str, rest: str, *, key: str, now: datetime) -> None:
    """A line of the story; `key` names it for ever. `head` has its words in leads.told."""
    act = Act(
        kind=Activity.Kind.DESK,
        subject=f"desk/{key.split(':', 1)[0]}",
        label=f"{head}: {rest}" if rest else head,
        occurred_at=now,
        source_key=key,
    )
    record_acts(lead=lead, acts=[act], now=now)


def called(user: User) -> str:
    """How colleagues call this person."""
    return user.get_short_name() or user.get_username()
