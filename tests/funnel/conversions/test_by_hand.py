"""A sale that sales heard of: written down once, with or without a walk through a funnel."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from funnel.models import Conversion
from leads.models import Activity, Lead
from tests.funnel.conversions.senders import make_visit
from tests.leads.factories import make_lead, make_staff

pytestmark = pytest.mark.django_db


def seller(*, may_change: bool = True) -> Client:
    client, user = Client(), make_staff()
    if may_change:
        user.user_permissions.add(
            Permission.objects.get(codename="change_lead", content_type__app_label="leads")
        )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields(client: Client, lead: Lead, **more: str) -> dict[str, str]:
    page = client.get(f"/leads/{lead.pk}/outside/").content.decode()
    found = re.search(r'name="nonce" value="([^"]+)"', page)
    assert found
    said = {"kind": "bought", "amount": "49,50", "currency": "eur", "note": "By invoice"}
    return {**said, "nonce": found[1], **more}


def test_sale_lands_once_at_the_newest_visit() -> None:
    client, lead = seller(), make_lead()
    visit = make_visit(lead=lead)
    said = fields(client, lead)
    for _ in range(3):
        answer = client.post(f"/leads/{lead.pk}/outside/", said)
        assert (answer.status_code, answer["Location"]) == (302, f"/leads/{lead.pk}/")
    row = Conversion.objects.get()
    assert (row.visit, row.kind, row.way, row.amount) == (visit, "bought", "hand", Decimal("49.50"))
    assert row.by is not None
    assert list(Activity.objects.values_list("kind", "label")) == [
        ("offer", "Bought: €49.50, By invoice")
    ]
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "Bought: €49.50, By invoice" in page
    assert f'href="/leads/{lead.pk}/outside/"' in page


def test_person_without_a_visit_is_kept_in_the_ledger_once() -> None:
    client, lead = seller(), make_lead()
    said = fields(client, lead, kind="booked", amount="", currency="")
    for _ in range(2):
        client.post(f"/leads/{lead.pk}/outside/", said)
    assert Conversion.objects.count() == 0
    acts = Activity.objects.values_list("kind", "label", "points_key", "visit_id")
    assert list(acts) == [("call", "Booked a call: By invoice", "call_asked", None)]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"amount": "a lot"}, {"amount": "-1"}, {"currency": "EURO"}, {"currency": ""}),
        *({"kind": "sold"}, {"note": "\x00"}, {"note": "x" * 121}, {"nonce": ""}),
    ],
    ids=repr,
)
def test_wrong_form_says_so_and_stores_nothing(wrong: dict[str, str]) -> None:
    client, lead = seller(), make_lead()
    make_visit(lead=lead)
    answer = client.post(f"/leads/{lead.pk}/outside/", fields(client, lead) | wrong)
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (200, True)
    assert (Conversion.objects.count(), Activity.objects.count()) == (0, 0)


def test_who_may_only_look_may_not_write() -> None:
    client, lead = seller(may_change=False), make_lead()
    assert client.get(f"/leads/{lead.pk}/outside/").status_code == 403
    assert client.post(f"/leads/{lead.pk}/outside/", {"kind": "bought"}).status_code == 403
    assert "/outside/" not in client.get(f"/leads/{lead.pk}/").content.decode()
