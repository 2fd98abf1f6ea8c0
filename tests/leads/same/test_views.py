"""The panel as sales uses it, with and without script."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from leads.models import EmailAddress, Lead, Merge
from tests.leads.factories import NOW, make_address, make_consent, make_lead, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales(client: Client) -> Client:
    user = make_staff()
    user.user_permissions.add(Permission.objects.get(codename="change_lead"))
    client.force_login(user)
    return client


def press(client: Client, name: str, lead: Lead, **said: object) -> tuple[int, str]:
    answer = client.post(
        reverse(f"same:{name}", args=[lead.pk]), said, headers={"HX-Request": "true"}
    )
    return answer.status_code, answer.content.decode()


def test_panel_merges_and_parts_in_one_press_each(sales: Client) -> None:
    one, two = make_lead(phone="+46701234567"), make_lead(name="Nils", phone="+46701234567")
    page = sales.get(reverse("same:panel", args=[one.pk])).content.decode()
    assert "same phone" in page
    assert press(sales, "merge", one, other=two.pk)[0] == 200
    row = Merge.objects.get()
    status, page = press(sales, "part", one, other=row.pk)
    assert (status, "same phone" in page) == (200, True)
    two.refresh_from_db()
    assert two.merged_into is None


def test_panel_without_script_leads_back_to_the_person(sales: Client) -> None:
    one, two = make_lead(), make_lead()
    answer = sales.post(reverse("same:two", args=[one.pk]), {"other": two.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/leads/{one.pk}/")


def test_second_address_is_added_once_and_taken_back(sales: Client) -> None:
    lead = make_address(text="a@example.com").lead
    for _ in range(2):
        press(sales, "add_address", lead, address="Second@Example.com")
    rows = EmailAddress.objects.filter(lead=lead).order_by("pk")
    assert [row.normalised for row in rows] == ["a@example.com", "second@example.com"]
    press(sales, "remove_address", lead, other=rows[1].pk)
    assert EmailAddress.objects.get() == rows[0]


def test_address_that_somebody_agreed_with_stays(sales: Client) -> None:
    address = make_address()
    make_consent(address, at=NOW)
    page = press(sales, "remove_address", address.lead, other=address.pk)[1]
    assert "This address stays" in page
    assert EmailAddress.objects.filter(pk=address.pk).exists()


def test_address_of_somebody_else_leads_to_them(sales: Client) -> None:
    lead, other = make_lead(), make_address(lead=make_lead(name="Nils"), text="n@example.com")
    page = press(sales, "add_address", lead, address="n@example.com")[1]
    assert "belongs to somebody else" in page
    assert f"/leads/{other.lead.pk}/" in page


@pytest.mark.parametrize("typed", ["", "no address", "a\x00@example.com", "a@" + "b" * 300])
def test_no_address_is_refused_in_words(sales: Client, typed: str) -> None:
    lead = make_lead()
    status, page = press(sales, "add_address", lead, address=typed)
    assert (status, 'role="alert"' in page) == (200, True)
    assert not EmailAddress.objects.exists()


def test_merge_with_oneself_says_so(sales: Client) -> None:
    lead = make_lead()
    assert "one person already" in press(sales, "merge", lead, other=lead.pk)[1]


@pytest.mark.parametrize("other", ["", "x", "0", "99999", str(2**80)])
def test_merge_with_nobody_is_not_found(sales: Client, other: str) -> None:
    assert press(sales, "merge", make_lead(), other=other)[0] == 404


def test_who_may_only_look_changes_nothing(client: Client) -> None:
    client.force_login(make_staff())
    one, two = make_lead(), make_lead()
    assert press(client, "merge", one, other=two.pk)[0] == 403
    assert not Merge.objects.exists()
