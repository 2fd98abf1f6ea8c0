"""My data over HTTP: looking never acts, every wrong link has its own answer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from funnel.models import DataLink
from funnel.privacy.links import send_data_link
from leads.models import EmailAddress, Lead, Suppression
from nurture.models import Delivery
from tests.funnel.journey.stored import everything
from tests.funnel.privacy.mailbox import data_token
from tests.funnel.privacy.people import (
    ADDRESS,
    DETAIL,
    NAME,
    NORMALISED,
    PHONE,
    TRACES,
    Person,
    dump,
    make_known_person,
)

pytestmark = pytest.mark.django_db

ASK = "/my-data/"


@pytest.fixture
def person() -> Person:
    return make_known_person()


@pytest.fixture
def door(person: Person) -> str:
    """The address of a fresh link."""
    now = timezone.now()
    assert send_data_link(address=person.address, language="en", now=now)
    return f"/my-data/{data_token(person.address, at=now)}/"


def html(response: Any) -> str:  # Any: the type of the test client's answers is its own
    return str(response.content.decode())


def ticket_of(response: Any) -> str:  # Any: as above
    return html(response).split('name="ticket" value="')[1].split('"')[0]


def is_unkept(response: Any) -> bool:  # Any: as above
    headers = response.headers
    return bool(
        headers["Cache-Control"] == "private, no-store"
        and headers["Referrer-Policy"] == "same-origin"
        and headers["X-Robots-Tag"] == "noindex, nofollow"
        and not response.cookies
    )


def test_asking_answers_the_same_for_a_known_and_an_unknown_address(
    client: Client, person: Person
) -> None:
    known = client.post(ASK, {"email": ADDRESS})
    unknown = client.post(ASK, {"email": "nobody@example.com"})
    again = client.post(ASK, {"email": ADDRESS.upper()})
    assert known.status_code == unknown.status_code == again.status_code == 200
    assert html(known) == html(unknown) == html(again)
    assert DataLink.objects.filter(address=person.address).count() == 1
    assert is_unkept(known)
    assert "quirina" not in html(known).lower()


@pytest.mark.parametrize(
    "typed", ["", "x", "=cmd@example.com", "a@b\r\nBcc: c@d.example", "é@example.com", "a" * 400]
)
def test_asking_with_what_is_no_address_says_so_and_stores_nothing(
    client: Client, typed: str
) -> None:
    before = everything()
    response = client.post(ASK, {"email": typed})
    assert response.status_code == 200
    assert 'aria-invalid="true"' in html(response)
    assert everything() == before


def test_looking_a_hundred_times_opens_nothing(client: Client, door: str) -> None:
    before = everything()
    for _ in range(50):
        response = client.get(door)
        assert response.status_code == client.head(door).status_code == 200
    assert everything() == before
    assert is_unkept(response)
    assert html(response).count("<form") == 1
    assert not [trace for trace in TRACES if trace in html(response).lower()]


def test_opening_shows_everything_once(client: Client, door: str) -> None:
    shown = client.post(door)
    assert shown.status_code == 200
    for told in (NAME, PHONE, DETAIL, ADDRESS, "Yes, Quirina wants more.", "sent-along-7"):
        assert told in html(shown), told
    assert "Ticked the checklist" in html(shown)
    assert is_unkept(shown)
    for again in (client.post(door), client.get(door)):
        assert again.status_code == 410
        assert 'action="/my-data/"' in html(again)


def test_a_link_whose_day_is_over_says_how_to_get_a_fresh_one(client: Client, door: str) -> None:
    DataLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for response in (client.get(door), client.post(door)):
        assert response.status_code == 410
        assert "A fresh one comes by mail" in html(response)
        assert is_unkept(response)


def test_a_forged_link_is_not_found(client: Client, door: str) -> None:
    forged = f"/my-data/{'x' * 43}/"
    for response in (client.get(forged), client.post(forged)):
        assert response.status_code == 404
        assert 'action="/my-data/"' in html(response)
    assert client.get(f"{door[:-2]}/").status_code == 404


def test_taking_along_gives_everything_as_one_file(client: Client, door: str) -> None:
    ticket = ticket_of(client.post(door))
    response = client.post("/my-data/take/", {"ticket": ticket})
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert is_unkept(response)
    told = json.loads(response.content)
    assert {row["address"] for row in told["addresses"]} == {ADDRESS, "q@zobel.example"}
    assert told["own_fields"][0] | {"at": ""} == {"asked": "Fruit?", "said": DETAIL, "at": ""}
    assert told["walks"][0]["sent_along"] == {"ref": "sent-along-7"}
    assert [each["asked"] for each in told["walks"][0]["answers"]]
    assert told["mails"][0]["state"] == "accepted"
    assert {"person", "agreed", "visits", "acts", "series", "links_followed"} <= told.keys()


def test_erasing_needs_two_presses_and_says_what_goes(client: Client, door: str) -> None:
    ticket = ticket_of(client.post(door))
    before = everything()
    sure = client.post("/my-data/erase/", {"ticket": ticket})
    assert everything() == before
    assert "What goes" in html(sure)
    assert "What stays" in html(sure)
    done = client.post("/my-data/erase/", {"ticket": ticket_of(sure), "sure": "yes"})
    assert done.status_code == 200
    assert is_unkept(done)
    rest = dump()
    assert [trace for trace in TRACES if trace in rest] == []
    assert Suppression.objects.filter(reason="erased").count() == 2
    again = client.post("/my-data/erase/", {"ticket": ticket_of(sure), "sure": "yes"})
    assert again.status_code == 410
    assert client.post("/my-data/take/", {"ticket": ticket}).status_code == 410


def test_forged_tickets_do_nothing(client: Client, person: Person) -> None:
    for address in ("/my-data/take/", "/my-data/erase/"):
        for ticket in ("", "x", "WzEsIDBd:1abc:def"):
            response = client.post(address, {"ticket": ticket, "sure": "yes"})
            assert response.status_code == 404
        assert client.get(address).status_code == 405
    assert Lead.objects.filter(pk=person.lead.pk, erased_at=None).exists()


def test_the_privacy_page_lets_one_ask(client: Client, person: Person) -> None:
    page = html(client.get("/privacy/"))
    assert 'action="/my-data/"' in page
    assert client.post(ASK, {"email": NORMALISED}).status_code == 200
    assert Delivery.objects.filter(dedupe_key__startswith="data:").count() == 1
    assert EmailAddress.objects.filter(pk=person.address.pk, confirmed_at=None).exists()


def test_a_post_from_another_site_is_refused(client: Client, door: str) -> None:
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(door, headers=foreign).status_code == 403
    assert DataLink.objects.get().used_at is None
