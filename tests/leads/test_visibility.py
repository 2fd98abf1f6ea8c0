from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.http import Http404

from leads.facts import write_facts
from leads.models import FunnelAccess, Lead
from leads.visibility import may_see, person_of, visible_to
from tests.leads.factories import make_lead, make_staff, make_story

pytestmark = pytest.mark.django_db


def _lead(
    name: str, *, owner: User | None = None, funnel: int = 0, root: Lead | None = None
) -> Lead:
    lead = make_lead(name=name)
    Lead.objects.filter(pk=lead.pk).update(owner=owner, merged_into=root)
    if funnel:
        story = replace(make_story(visit_id=lead.pk), funnel_id=funnel)
        write_facts(lead_id=lead.pk, story=story)
    return Lead.objects.get(pk=lead.pk)


def _names(user: User | AnonymousUser) -> list[str]:
    return sorted(visible_to(user).people().values_list("name", flat=True))


def test_visible_are_unclaimed_and_own_leads_of_own_funnels() -> None:
    sam, anna = make_staff("sam"), make_staff("anna")
    _lead("Free here", funnel=1)
    _lead("Free elsewhere", funnel=2)
    _lead("Own", owner=sam, funnel=1)
    _lead("Hers", owner=anna, funnel=1)
    _lead("By hand")
    _lead("", funnel=1, root=_lead("Merged here", funnel=2))
    everywhere = ["By hand", "Free elsewhere", "Free here", "Merged here"]
    assert _names(sam) == sorted([*everywhere, "Own"])
    FunnelAccess.objects.create(user=sam, funnel_id=1)
    assert _names(sam) == ["By hand", "Free here", "Merged here", "Own"]
    anna.user_permissions.add(Permission.objects.get(codename="see_all_leads"))
    assert _names(User.objects.get(pk=anna.pk)) == sorted([*everywhere, "Hers", "Own"])
    assert _names(AnonymousUser()) == []


def test_person_of_a_merged_row_is_the_root_and_of_a_colleague_nobody() -> None:
    sam, anna = make_staff("sam"), make_staff("anna")
    root = _lead("Root")
    assert person_of(sam, _lead("", root=root).pk) == root
    hers = _lead("Hers", owner=anna)
    assert (may_see(sam, hers), may_see(anna, hers)) == (False, True)
    with pytest.raises(Http404):
        person_of(sam, hers.pk)
