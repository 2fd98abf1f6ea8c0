"""Connections in the admin: the address to paste, a secret by one press, a program that works."""

from __future__ import annotations

import io
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from funnel.admin.connections import example
from funnel.models import Connection, Conversion
from tests.funnel.conversions.senders import SECRET, connect, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketer() -> Client:
    user = User.objects.create_user("marketer", is_staff=True)
    user.groups.add(Group.objects.get(name="Marketing"))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_page_shows_the_address_and_makes_a_new_secret(marketer: Client) -> None:
    connection = connect()
    address = f"/admin/funnel/connection/{connection.pk}/"
    page = marketer.get(f"{address}change/").content.decode()
    assert "/hooks/conversion/" in page
    assert "def thank_you_link" in page
    assert marketer.get(f"{address}secret/").status_code == 405
    assert marketer.post(f"{address}secret/").status_code == 302
    connection.refresh_from_db()
    assert connection.secret != SECRET
    assert len(connection.secret) > 30


@pytest.mark.parametrize("secret", ["", "short", "with ümlaut and more"])
def test_secret_that_is_none_is_refused(marketer: Client, secret: str) -> None:
    answer = marketer.post("/admin/funnel/connection/add/", {"kind": "stripe", "secret": secret})
    assert (answer.status_code, Connection.objects.count()) == (200, 0)


def test_connection_is_made_once_per_kind(marketer: Client) -> None:
    said = {"kind": "stripe", "secret": "whsec_0123456789", "is_on": "on"}
    for _ in range(2):
        marketer.post("/admin/funnel/connection/add/", said)
    row = Connection.objects.get()
    assert (row.kind, row.secret, row.is_on) == ("stripe", "whsec_0123456789", True)


def test_example_works(monkeypatch: pytest.MonkeyPatch) -> None:
    connect()
    visit = make_visit()
    program: dict[str, Any] = {}  # Any: what a program defines
    exec(example(), program)  # the program that the page shows
    program["SECRET"] = SECRET

    def sent(asked: urllib.request.Request) -> io.BytesIO:
        answer = Client().post(
            urlsplit(asked.full_url).path,
            data=asked.data,
            content_type="application/json",
            headers=dict(asked.header_items()),
        )
        return io.BytesIO(answer.content)

    monkeypatch.setattr(urllib.request, "urlopen", sent)
    assert program["tell"](visit.conversion_key, "1", "49.00", "EUR")["message"] == "Landed."
    link = urlsplit(program["thank_you_link"](visit.conversion_key, "2", "5.00", "EUR"))
    assert Client().post(f"{link.path}?{link.query}").status_code == 200
    assert Conversion.objects.count() == 2
