"""Their own page of what they hear of."""

from __future__ import annotations

from datetime import time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from leads.models import AlertChoice
from tests.leads.factories import make_staff
from tests.leads.hooks.receiver import receiving
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

PAGE = "/leads/alerts/"
SENT = {
    "is_told_of_new": "on",
    "way": "mail",
    "email": "sam@lark.example",
    "chat_url": "",
    "digest_at": "07:30",
    "quiet_from": "21:00",
    "quiet_until": "06:00",
}


@pytest.fixture
def sam(client: Client) -> User:
    user = make_staff("sam")
    client.force_login(user)
    return user


def test_what_is_chosen_is_kept(client: Client, sam: User) -> None:
    html = client.get(PAGE).content.decode()
    assert "What you hear of" in html
    assert html.count('type="checkbox"') == html.count("checked") - 1 == 3

    assert client.post(PAGE, SENT).status_code == 302

    row = AlertChoice.objects.get()
    assert (row.user, row.is_told_of_new, row.is_told_of_hot, row.is_told_of_calls) == (
        sam,
        True,
        False,
        False,
    )
    assert (row.digest_at, row.quiet_from, row.quiet_until) == (time(7, 30), time(21), time(6))
    sam.refresh_from_db()
    assert sam.email == "sam@lark.example"
    assert "Saved. It counts from now on." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"email": ""}, "Without an address no mail can come."),
        ({"email": "nope"}, "Enter a valid email address."),
        ({"way": "chat"}, "The address begins with https:// and a name."),
        (
            {"way": "chat", "chat_url": "https://169.254.169.254/"},
            "This address is of an inner network. Only public ones are called.",
        ),
        ({"digest_at": "soon"}, "Enter a valid time."),
    ],
)
def test_what_cannot_work_is_said_and_nothing_kept(
    client: Client, sam: User, sent: dict[str, str], sentence: str
) -> None:
    answer = client.post(PAGE, SENT | sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AlertChoice.objects.exists()


def test_a_test_is_sent_at_once(client: Client, sam: User, smtp_server: MailServer) -> None:
    client.post(PAGE, SENT | {"test": "1"})
    assert [mail["Subject"] for mail in smtp_server.messages] == ["This is how you hear of leads"]
    assert "a test is on its way" in client.get(PAGE).content.decode()


def test_a_test_that_fails_says_what_came_back(
    client: Client, sam: User, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with receiving() as chat:
        chat.status, chat.says = 403, b"invalid_token"
        client.post(PAGE, SENT | {"way": "chat", "chat_url": chat.url, "test": "1"})
    assert "The chat answered 403: invalid_token" in client.get(PAGE).content.decode()


def test_others_find_no_such_page(client: Client) -> None:
    client.force_login(make_staff("guest", may_see_leads=False))
    assert client.get(PAGE).status_code == 403
