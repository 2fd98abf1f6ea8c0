"""Which leads somebody of the staff sees. Every view of the desk finds its person here.

Owners see all. Sales sees leads that nobody has claimed and their own, of the funnels that stand
in their FunnelAccess rows; without such a row, of every funnel. A person whom no funnel knows
(written down by hand, from a list) is everybody's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from leads.models import FunnelAccess, Lead, LeadQuerySet, VisitFacts

SEE_ALL = "leads.see_all_leads"

Staff = User | AbstractBaseUser | AnonymousUser

# So long a lead that a colleague claimed stays in the lists of the others, to be seen going.
_GOING = timedelta(minutes=2)


def sees_all(user: Staff) -> bool:
    return isinstance(user, User) and user.has_perm(SEE_ALL)


def visible_to(user: Staff) -> LeadQuerySet:
    """Rows of leads that this person may see, merged and forgotten ones too; nothing for others."""
    if not isinstance(user, User):
        return Lead.objects.none()
    return _of(user, Q(owner=None) | Q(owner=user))


def shown_to(user: User, now: datetime) -> LeadQuerySet:
    """Rows for a list: visible ones, and for two minutes those that a colleague claimed. Whoever
    lists these asks may_open() before saying more than who has them."""
    return _of(user, Q(owner=None) | Q(owner=user) | Q(claimed_at__gt=now - _GOING))


def may_open(user: User, lead: Lead) -> bool:
    """Of rows of shown_to() only; no query after the first."""
    return lead.owner_id in (None, user.pk) or sees_all(user)


def person_of(user: Staff, pk: int) -> Lead:
    """The person behind this row: of merged ones the root. Raises Http404 where they may not be
    seen, so that nobody learns who exists."""
    row = get_object_or_404(Lead.objects.only("merged_into"), pk=pk)
    return get_object_or_404(visible_to(user), pk=row.merged_into_id or row.pk)


def may_see(user: Staff, lead: Lead) -> bool:
    return visible_to(user).filter(pk=lead.merged_into_id or lead.pk).exists()


def funnels_of(user: User) -> list[int]:
    """Ids of the funnels whose leads they see; an empty list is no limit. One query."""
    return [] if sees_all(user) else chosen_funnels(user)


def chosen_funnels(user: User) -> list[int]:
    """Ids as they stand in this person's account, whatever their role sees besides. One query."""
    rows = FunnelAccess.objects.filter(user=user).order_by("funnel_id")
    return list(rows.values_list("funnel_id", flat=True))


def _of(user: User, owned: Q) -> LeadQuerySet:
    if sees_all(user):
        return Lead.objects.all()
    funnels = funnels_of(user)
    return Lead.objects.filter(owned & _of_funnels(funnels) if funnels else owned)


def _of_funnels(funnels: list[int]) -> Q:
    """Known to one of these funnels, or to none at all; what merged rows told counts for them.

    Own visits and those of merged rows are asked apart: together no index would serve.
    """
    own = VisitFacts.objects.filter(lead=OuterRef("pk")).order_by()
    merged = VisitFacts.objects.filter(lead__merged_into=OuterRef("pk")).order_by()
    here = Q(Exists(own.filter(funnel_id__in=funnels)))
    here |= Q(Exists(merged.filter(funnel_id__in=funnels)))
    return here | (~Q(Exists(own)) & ~Q(Exists(merged)))
