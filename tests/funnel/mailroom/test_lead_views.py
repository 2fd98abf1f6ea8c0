from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leads.models import Activity, Lead
from nurture.models import Enrollment, MailStop, Reply
from tests.leads.factories import NOW, make_business, make_lead, make_staff
from tests.nurture.factories import make_enrollment

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ada() -> User:
    user = make_staff("ada")
    user.first_name = "Ada"
    user.save()
    user.user_permissions.add(
        Permission.objects.get(codename="change_lead", content_type__app_label="leads")
    )
    return user


@pytest.fixture
def sales(client: Client, ada: User) -> Client:
    client.force_login(ada, backend=BACKEND)
    return client


@pytest.fixture
def lead() -> Lead:
    make_business()
    found = make_enrollment().lead
    found.time_zone = "Europe/Lisbon"
    found.save()
    return found


def look(client: Client, lead: Lead, query: str = "", **headers: str) -> str:
    answer = client.get(f"/leads/{lead.pk}/mails/{query}", headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def press(client: Client, lead: Lead, act: str) -> int:
    return client.post(f"/leads/{lead.pk}/mails/act/", {"act": act}).status_code


def test_mails_of_a_person_tell_what_comes_next_in_their_time(sales: Client, lead: Lead) -> None:
    page = look(sales, lead)
    assert "Times are theirs. Now it is 13:00 in Lisbon." in page
    assert "Tue 5 May, 13:00" in page
    assert "Mails go out as planned" in page
    assert "goes out: 2 days after mail 1" in page


def test_mails_of_a_person_whose_zone_nobody_knows_say_so(sales: Client, lead: Lead) -> None:
    Lead.objects.update(time_zone="Atlantis/Poseidonia")
    assert "Times are those of Stockholm." in look(sales, lead)


def test_mails_as_a_part_hold_no_frame(sales: Client, lead: Lead) -> None:
    part = look(sales, lead, **{"HX-Request": "true", "HX-Target": "lead"})
    assert part.startswith("<title>Mails to Mara · Small Yes</title>")
    assert "<html" not in part


@pytest.mark.parametrize("what", ["", "offer", "call", "reply", "unsubscribe", "claimed"])
def test_what_if_tells_and_changes_nothing(sales: Client, lead: Lead, what: str) -> None:
    before = list(Enrollment.objects.values())
    page = look(sales, lead, f"?what={what}&when=after:1&series=")
    assert 'role="status"' in page
    assert list(Enrollment.objects.values()) == before


def test_what_if_of_nonsense_is_the_usual_page(sales: Client, lead: Lead) -> None:
    look(sales, lead, "?what=fly&when=never&series=x")
    look(sales, lead, "?what=step:&when=after:99999999999&series=-1")


def test_pause_and_resume_are_told_and_shown(sales: Client, lead: Lead) -> None:
    assert press(sales, lead, "pause") == 302
    assert "Paused by Ada since 14:00" in look(sales, lead)
    assert "mails to this person are paused by staff" in look(sales, lead)
    assert press(sales, lead, "resume") == 302
    assert not MailStop.objects.exists()
    labels = Activity.objects.filter(kind="desk").order_by("pk").values_list("label", flat=True)
    assert list(labels) == ["Mails paused: Ada", "Mails resumed: Ada"]


def test_stop_ends_every_series(sales: Client, lead: Lead) -> None:
    press(sales, lead, "stop")
    assert Enrollment.objects.get().exit_reason == "stopped"
    page = look(sales, lead)
    assert "staff stopped it" in page
    assert "They are on no series now" in page


def test_reply_is_noted_with_one_press(sales: Client, lead: Lead) -> None:
    press(sales, lead, "replied")
    assert Reply.objects.get().way == "hand"
    assert "they replied, so every series rests" in look(sales, lead)


def test_act_nobody_knows_does_nothing(sales: Client, lead: Lead) -> None:
    press(sales, lead, "burn")
    assert Enrollment.objects.get().state == "active"


def test_who_may_only_look_changes_nothing(client: Client, lead: Lead) -> None:
    client.force_login(make_staff("reader"), backend=BACKEND)
    assert "Pause mails" not in look(client, lead)
    assert press(client, lead, "pause") == 403
    assert not MailStop.objects.exists()


def test_act_without_a_token_is_refused(lead: Lead, ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend=BACKEND)
    assert press(client, lead, "stop") == 403


def test_mails_of_merged_and_forgotten_people(sales: Client, lead: Lead) -> None:
    other = make_lead()
    Lead.objects.filter(pk=other.pk).update(merged_into=lead)
    answer = sales.get(f"/leads/{other.pk}/mails/")
    assert answer["Location"] == f"/leads/{lead.pk}/mails/"
    Lead.objects.filter(pk=lead.pk).update(erased_at=NOW)
    assert "Mails to" not in look(sales, lead)
    assert sales.post(f"/leads/{lead.pk}/mails/act/", {"act": "stop"}).status_code == 404


def test_mails_of_somebody_without_any(sales: Client) -> None:
    assert "No mail was planned for this person yet." in look(sales, make_lead())


def test_mails_take_as_many_queries_for_two_series_as_for_one(sales: Client, lead: Lead) -> None:
    look(sales, lead)
    with CaptureQueriesContext(connection) as few:
        look(sales, lead)
    address = lead.addresses.get()
    make_enrollment(address=address, now=NOW + timedelta(minutes=1))
    with CaptureQueriesContext(connection) as many:
        look(sales, lead)
    assert len(many) <= len(few) + 2
