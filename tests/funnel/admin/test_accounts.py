"""Accounts of the staff: whose leads each of them sees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from funnel.groups import OWNER, SALES
from funnel.models import Funnel
from leads.facts import write_facts
from leads.models import FunnelAccess, Lead
from leads.visibility import visible_to
from tests.funnel.factories import make_document, make_funnel
from tests.leads.factories import make_lead, make_story

pytestmark = pytest.mark.django_db


def funnel_of(slug: str) -> Funnel:
    return make_funnel(make_document().model_copy(update={"slug": slug, "name": slug.title()}))


def staff(name: str, group: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def form_of(client: Client, user: User) -> dict[str, Any]:
    """As the page shows it."""
    page = client.get(f"/admin/auth/user/{user.pk}/change/")
    assert page.status_code == 200
    today = timezone.localdate().isoformat()
    return {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()],
        "date_joined_0": today,
        "date_joined_1": "09:00:00",
        "funnels": page.context["adminform"].form["funnels"].value(),
    }


def save(client: Client, user: User, funnels: list[int]) -> Any:
    data = form_of(client, user) | {"funnels": funnels}
    return client.post(f"/admin/auth/user/{user.pk}/change/", data)


def test_account_is_limited_to_the_ticked_funnels_and_freed_again(admin_client: Client) -> None:
    one, other = funnel_of("one"), funnel_of("other")
    sam, anna = staff("sam", SALES), staff("anna", SALES)
    leads = {}
    for number, funnel in enumerate((one, other)):
        leads[funnel.slug] = make_lead(name=funnel.slug)
        story = replace(make_story(visit_id=number), funnel_id=funnel.pk)
        write_facts(lead_id=leads[funnel.slug].pk, story=story)

    assert save(admin_client, sam, [one.pk]).status_code == 302
    assert form_of(admin_client, sam)["funnels"] == [one.pk]
    assert list(visible_to(sam)) == [leads["one"]]
    assert visible_to(anna).count() == 2

    assert save(admin_client, sam, [other.pk]).status_code == 302
    assert list(visible_to(sam)) == [leads["other"]]
    assert save(admin_client, sam, []).status_code == 302
    assert visible_to(sam).count() == 2


def test_a_funnel_that_is_not_there_is_refused_and_nothing_changes(admin_client: Client) -> None:
    sam, funnel = staff("sam", SALES), funnel_of("one")
    save(admin_client, sam, [funnel.pk])
    answer = save(admin_client, sam, [funnel.pk + 1])
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["funnels"]
    assert list(FunnelAccess.objects.values_list("funnel_id", flat=True)) == [funnel.pk]


def test_a_new_account_sees_every_funnel(admin_client: Client) -> None:
    funnel_of("one")
    word = "a long and quiet word 7"
    data = {"username": "sam", "password1": word, "password2": word, "usable_password": "true"}
    assert admin_client.post("/admin/auth/user/add/", data).status_code == 302
    assert User.objects.filter(username="sam").exists()
    assert FunnelAccess.objects.count() == 0


def test_an_owner_sees_the_leads_of_everybody() -> None:
    lead = make_lead()
    Lead.objects.filter(pk=lead.pk).update(owner=staff("anna", SALES))
    assert list(visible_to(staff("olga", OWNER))) == [lead]
    assert list(visible_to(staff("sam", SALES))) == []


def test_sales_cannot_open_accounts(client: Client) -> None:
    sam = staff("sam", SALES)
    client.force_login(sam, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/admin/auth/user/{sam.pk}/change/").status_code == 403
