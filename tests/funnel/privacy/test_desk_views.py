"""Forgetting a person from the desk: by whom it may be done, in two presses, once."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from leads.addresses import address_hash
from leads.models import Lead, Suppression
from tests.funnel.journey.stored import everything
from tests.funnel.privacy.people import NORMALISED, TRACES, Person, dump, make_known_person
from tests.leads.factories import make_lead, make_staff

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def desk(*permissions: str) -> Client:
    user, client = make_staff("ines"), Client()
    chosen = Permission.objects.filter(codename__in=permissions, content_type__app_label="leads")
    user.user_permissions.add(*chosen)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def person() -> Person:
    return make_known_person()


def erase_address(person: Person) -> str:
    return f"/leads/{person.lead.pk}/erase/"


def test_the_way_there_is_shown_to_who_may(person: Person) -> None:
    page = f"/leads/{person.lead.pk}/"
    link = f'href="{erase_address(person)}"'
    assert link in desk("delete_lead").get(page).content.decode()
    User.objects.get(username="ines").delete()
    assert link not in desk("change_lead").get(page).content.decode()


@pytest.mark.parametrize("permission", ["change_lead", "view_lead"])
def test_who_may_not_is_told_so_and_nothing_happens(person: Person, permission: str) -> None:
    client = desk(permission)
    for answer in (client.get(erase_address(person)), client.post(erase_address(person))):
        assert answer.status_code == 403
    assert Client().post(erase_address(person)).status_code == 302
    assert Lead.objects.filter(pk=person.lead.pk, erased_at=None).exists()


def test_the_first_press_says_what_goes_and_what_stays(person: Person) -> None:
    client = desk("delete_lead")
    before = everything()
    page = client.get(erase_address(person)).content.decode()
    assert everything() == before
    for words in ("Quirina", "What goes", "What stays", "This cannot be taken back."):
        assert words in page, words
    assert page.count("<form") == 1
    assert f'href="/leads/{person.lead.pk}/"' in page


def test_the_second_press_leaves_the_mark_and_who_did_it(person: Person) -> None:
    client = desk("delete_lead")
    for _ in range(2):
        answer = client.post(erase_address(person))
        assert (answer.status_code, answer["Location"]) == (302, f"/leads/{person.lead.pk}/")
    rest = dump()
    assert [trace for trace in TRACES if trace in rest] == []
    hashes = set(Suppression.objects.values_list("address_hash", "reason"))
    assert hashes == {(address_hash(NORMALISED), "erased"), ("b" * 64, "erased")}
    [done] = LogEntry.objects.filter(action_flag=DELETION)
    said = (done.user.get_username(), done.object_id, done.object_repr, done.change_message)
    assert said == ("ines", str(person.lead.pk), f"Lead {person.lead.pk}", "")


def test_the_page_of_who_is_forgotten_says_so(person: Person) -> None:
    client = desk("delete_lead")
    client.post(erase_address(person))
    page = f"/leads/{person.lead.pk}/"
    whole = client.get(page).content.decode()
    part = client.get(page, headers={"HX-Request": "true", "HX-Target": "lead"}).content.decode()
    for text in (whole, part):
        assert "This person is forgotten" in text
        assert "<form" not in text
    assert "<html" in whole
    assert "<html" not in part
    assert client.get(erase_address(person))["Location"] == page
    assert person.lead.pk not in Lead.objects.people().values_list("pk", flat=True)


def test_a_merged_row_leads_to_its_person(person: Person) -> None:
    twin = Lead.objects.get(merged_into=person.lead)
    answer = desk("delete_lead").post(f"/leads/{twin.pk}/erase/")
    assert answer["Location"] == erase_address(person)
    assert Lead.objects.filter(pk=person.lead.pk, erased_at=None).exists()


def test_somebody_known_by_phone_alone_is_forgotten_too() -> None:
    lead = make_lead(name="")
    Lead.objects.filter(pk=lead.pk).update(phone="+46701234567", known_by_phone="+46701234567")
    page = desk("delete_lead")
    assert "+46701234567" in page.get(f"/leads/{lead.pk}/erase/").content.decode()
    page.post(f"/leads/{lead.pk}/erase/")
    husk = Lead.objects.get(pk=lead.pk)
    assert (husk.phone, husk.known_by_phone) == ("", None)
    assert husk.erased_at is not None
    assert husk.erased_at <= timezone.now()
    assert "46701234567" not in dump()


def test_nobody_is_not_found() -> None:
    assert desk("delete_lead").get("/leads/999999/erase/").status_code == 404
