"""Two rows become one person, and two again. The desk calls it; a merge moves no history.

Only `merged_into` is set, and what the root had left blank is filled in; whoever reads asks for
the root. So undoing is putting these few columns back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from leads.activity import Act, record_acts, refresh_numbers
from leads.locking import lock_addresses
from leads.models import Activity, EmailAddress, Lead, Merge, NotSame

# What the root takes over where it has nothing of its own.
_FILLED = ("name", "company", "phone", "time_zone")


class MergeError(Exception):
    """str() is a sentence for the salesperson."""


@transaction.atomic
def merge(*, root_id: int, merged_id: int, by: User, now: datetime) -> Merge:
    """`merged` and everybody merged into it become part of `root`; either may be a merged row,
    then its root is meant. Raises MergeError, Lead.DoesNotExist. Writes lock both people's
    addresses first, so a claim or an unsubscribe of the same moment comes before or after.
    """
    leads = _locked(root_id, merged_id)
    root, merged = _root_of(leads, root_id), _root_of(leads, merged_id)
    _check(root, merged)
    children = [lead.pk for lead in leads.values() if lead.merged_into_id == merged.pk]
    before = _fill(root, merged)
    Lead.objects.filter(pk__in=[merged.pk, *children]).update(merged_into=root)
    row = Merge.objects.create(
        root=root,
        merged=merged,
        before={"columns": before, "children": children},
        by=by,
        created_at=now,
    )
    _say(root, "Merged with", merged, f"merge:{row.pk}", now)
    refresh_numbers(lead_ids=[root.pk], now=now)
    return row


@transaction.atomic
def undo(*, merge_id: int, by: User, now: datetime) -> Merge:
    """Two people again, each with their own history. Idempotent.

    A column that somebody changed since the merge stays as it is now. Who was merged into the
    second person before goes with them, unless they were parted from them meanwhile.
    """
    row = Merge.objects.select_for_update().get(pk=merge_id)
    if row.undone_at is not None:
        return row
    leads = _locked(row.root_id, row.merged_id)
    merged = leads[row.merged_id]
    root = _root_of(leads, row.merged_id)
    still = Merge.objects.filter(merged__in=row.before["children"], undone_at=None)
    Lead.objects.filter(pk=merged.pk).update(merged_into=None)
    Lead.objects.filter(pk__in=still.values("merged"), merged_into=root).update(merged_into=merged)
    _empty(leads[row.root_id], row.before["columns"])
    row.undone_at, row.undone_by = now, by
    row.save(update_fields=["undone_at", "undone_by"])
    _say(root, "Parted from", merged, f"parted:{row.pk}", now)
    refresh_numbers(lead_ids=[root.pk, merged.pk], now=now)
    return row


@transaction.atomic
def not_same(*, lead_id: int, other_id: int, by: User, now: datetime) -> NotSame:
    """Two people: not suggested again. Idempotent. Raises MergeError, Lead.DoesNotExist."""
    if lead_id == other_id:
        raise MergeError(_("This is the same entry twice."))
    low, high = sorted((Lead.objects.get(pk=lead_id), Lead.objects.get(pk=other_id)), key=_key)
    row, _is_new = NotSame.objects.get_or_create(
        low=low, high=high, defaults={"by": by, "created_at": now}
    )
    return row


def _key(lead: Lead) -> int:
    return lead.pk


def _locked(*ids: int) -> dict[int, Lead]:
    """Both people with all their rows, locked: addresses first, as everywhere, then leads."""
    rows = Lead.objects.filter(pk__in=ids)
    if len(rows) < len(set(ids)):
        raise Lead.DoesNotExist
    roots = {lead.merged_into_id or lead.pk for lead in rows}
    people = Q(pk__in=roots) | Q(merged_into__in=roots)
    addresses = EmailAddress.objects.filter(lead__in=Lead.objects.filter(people))
    lock_addresses(addresses.values_list("pk", flat=True))
    locked = Lead.objects.select_for_update().filter(people).order_by("pk")
    return {lead.pk: lead for lead in locked}


def _root_of(leads: Mapping[int, Lead], pk: int) -> Lead:
    if pk not in leads:
        raise MergeError(_("Somebody changed these entries just now. Please look again."))
    root = leads[pk].merged_into_id or pk
    return leads[root]


def _check(root: Lead, merged: Lead) -> None:
    if root.pk == merged.pk:
        raise MergeError(_("These are one person already."))
    if root.erased_at is not None or merged.erased_at is not None:
        raise MergeError(_("This person asked to be forgotten; there is nothing left to merge."))
    if root.is_test != merged.is_test:
        raise MergeError(_("A test person cannot be merged with a real one."))


def _fill(root: Lead, merged: Lead) -> dict[str, str]:
    """What was filled in, by column; '' stood there before."""
    filled = {
        column: getattr(merged, column)
        for column in _FILLED
        if not getattr(root, column) and getattr(merged, column)
    }
    _write(root, filled)
    return filled


def _empty(root: Lead, filled: Mapping[str, str]) -> None:
    ours = [column for column, value in filled.items() if getattr(root, column) == value]
    _write(root, dict.fromkeys(ours, ""))


def _write(lead: Lead, columns: Mapping[str, str]) -> None:
    for column, value in columns.items():
        setattr(lead, column, value)
    if columns:
        lead.save(update_fields=list(columns))


def _say(root: Lead, head: str, other: Lead, source_key: str, now: datetime) -> None:
    """A line of the story; on the root's ledger, where both histories are read."""
    act = Act(
        kind=Activity.Kind.DESK,
        subject="desk/merge",
        label=f"{head}: {other.name}" if other.name else head,
        occurred_at=now,
        source_key=source_key,
    )
    record_acts(lead=root, acts=[act], now=now)
