from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from funnel.groups import ensure_groups

pytestmark = pytest.mark.django_db


def held(name: str) -> set[str]:
    rows = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def test_the_groups_stand_after_migrating() -> None:
    names = set(Group.objects.values_list("name", flat=True))
    assert names == {"Marketing", "Sales", "Owner"}


def test_owner_may_do_what_both_others_may_and_sees_all_leads_and_the_log() -> None:
    own = {
        "leads.see_all_leads",
        "leads.see_sensitive_answers",
        "leads.exchange_leads",
        "leads.view_auditentry",
    }
    assert held("Owner") == held("Marketing") | held("Sales") | own


def test_sales_may_see_leads_and_nothing_of_the_building_kit() -> None:
    assert held("Sales") == {
        "leads.view_lead",
        "leads.change_lead",
        "leads.view_emailaddress",
        "leads.view_consent",
        "leads.view_activity",
        "leads.view_visitfacts",
    }


def test_marketing_may_not_touch_people() -> None:
    people = ("lead", "emailaddress", "consent", "suppression", "activity", "visitfacts")
    mails = ("enrollment", "delivery", "outboxmail", "maillink")
    visits = ("visit", "answer", "conversion", "download", "stepview")

    models = {permission.split("_", 1)[1] for permission in held("Marketing")}

    assert models.isdisjoint({*people, *mails, *visits, "user", "group", "permission"})


def test_ensure_groups_changes_nothing_the_second_time() -> None:
    before = held("Marketing"), held("Sales")

    ensure_groups()

    assert (held("Marketing"), held("Sales")) == before
    assert Group.objects.count() == 3


def test_a_permission_added_by_hand_stays() -> None:
    extra = Permission.objects.get(codename="view_visit")
    Group.objects.get(name="Sales").permissions.add(extra)

    ensure_groups()

    assert "funnel.view_visit" in held("Sales")
