"""What the panel “Same person?” shows. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Q

from leads.models import EmailAddress, Lead, Merge
from leads.same.suggesting import Suggestion, suggestions
from leads.visibility import visible_to


@dataclass(frozen=True, slots=True)
class PanelAddress:
    """`is_removable` where nobody ever agreed to anything with it."""

    pk: int
    address: str
    is_removable: bool


@dataclass(frozen=True, slots=True)
class Panel:
    suggestions: Sequence[Suggestion]
    merges: Sequence[Merge]
    addresses: Sequence[PanelAddress]


def panel_of(lead: Lead, user: AbstractBaseUser | AnonymousUser) -> Panel:
    merges = Merge.objects.filter(root=lead, undone_at=None).select_related("merged")
    return Panel(
        suggestions=suggestions(lead, visible_to(user)),
        merges=list(merges),
        addresses=_addresses(lead),
    )


def _addresses(lead: Lead) -> list[PanelAddress]:
    person = Lead.objects.filter(Q(pk=lead.pk) | Q(merged_into=lead))
    rows = EmailAddress.objects.filter(lead__in=person)
    rows = rows.annotate(agreed=Count("consents")).order_by("pk")
    return [
        PanelAddress(
            row.pk,
            row.address,
            row.lead_id == lead.pk and row.confirmed_at is None and not row.agreed,
        )
        for row in rows
    ]
