"""Which leads somebody of the staff sees. Every view of the desk finds its person here.

Owners see all. Sales sees leads that nobody has claimed and their own, of the funnels that stand
in their FunnelAccess rows; without such a row, of every funnel. A person whom no funnel knows
(written down by hand, from a list) is everybody's.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from leads.models import FunnelAccess, Lead, LeadQuerySet, VisitFacts

SEE_ALL = "leads.see_all_leads"

Staff = User | AbstractBaseUser | AnonymousUser


def sees_all(user: Staff) -> bool:
    return isinstance(user, User) and user.has_perm(SEE_ALL)


def visible_to(user: Staff) -> LeadQuerySet:
    """Rows of leads that this person may see, merged and forgotten ones too; nothing for others."""
    if not isinstance(user, User):
        return Lead.objects.none()
    if sees_all(user):
        return Lead.objects.all()
    mine = Lead.objects.filter(Q(owner=None) | Q(owner=user))
    funnels = list(
        FunnelAccess.objects.filter(user=user)
        .order_by("funnel_id")
        .values_list("funnel_id", flat=True)
    )
    return mine.filter(_of_funnels(funnels)) if funnels else mine


def person_of(user: Staff, pk: int) -> Lead:
    """The person behind this row: of merged ones the root. Raises Http404 where they may not be
    seen, so that nobody learns who exists."""
    row = get_object_or_404(Lead.objects.only("merged_into"), pk=pk)
    return get_object_or_404(visible_to(user), pk=row.merged_into_id or row.pk)


def may_see(user: Staff, lead: Lead) -> bool:
    return visible_to(user).filter(pk=lead.merged_into_id or lead.pk).exists()


def _of_funnels(funnels: list[int]) -> Q:
    """Known to one of these funnels, or to none at all; what merged rows told counts for them."""
    facts = VisitFacts.objects.filter(Q(lead=OuterRef("pk")) | Q(lead__merged_into=OuterRef("pk")))
    return Q(Exists(facts.filter(funnel_id__in=funnels))) | ~Q(Exists(facts))
