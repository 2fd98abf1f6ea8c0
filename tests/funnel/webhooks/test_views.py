"""Webhooks in the admin: added, tried, read, sent again, renewed and deleted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from leads.hooks.calling import call_due, queue_calls
from leads.models import Happening, Webhook, WebhookCall
from tests.leads.factories import make_lead
from tests.leads.hooks.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db
ROOM = "/admin/webhooks/"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def marketer(client: Client) -> Client:
    user = User.objects.create_user("mia", is_staff=True)
    user.groups.add(Group.objects.get(name="Marketing"))
    client.force_login(user)
    return client


def added(client: Client, url: str) -> Webhook:
    sent = {"name": "Our CRM", "url": url, "events": ["new_lead", "won"], "is_on": "on"}
    assert client.post(f"{ROOM}add/", sent).status_code == 302
    return Webhook.objects.get()


def said(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_webhook_is_added_with_a_secret_of_its_own(marketer: Client, receiver: Receiver) -> None:
    assert "No system is told yet" in said(marketer, ROOM)
    row = added(marketer, receiver.url)
    assert (row.name, row.url, row.events, row.is_on) == (
        "Our CRM",
        receiver.url,
        ["new_lead", "won"],
        True,
    )
    assert row.secret.startswith("whsec_")
    assert "Our CRM" in said(marketer, ROOM)
    assert row.secret in said(marketer, f"{ROOM}{row.pk}/")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"url": "https://10.0.0.5/hook"}, "This address is of an inner network."),
        ({"url": "http://crm.example.com/hook"}, "Only https is called"),
        ({"url": "nonsense"}, "The address begins with https:// and a name."),
        ({"events": []}, "Tick at least one."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_cannot_work_is_said_and_nothing_kept(
    marketer: Client, sent: dict[str, object], sentence: str
) -> None:
    whole = {"name": "CRM", "url": "https://1.1.1.1/", "events": ["won"], "is_on": "on"}
    answer = marketer.post(f"{ROOM}add/", whole | sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Webhook.objects.exists()


def test_the_test_button_says_what_came_back(marketer: Client, receiver: Receiver) -> None:
    row = added(marketer, receiver.url)
    page = f"{ROOM}{row.pk}/"
    marketer.post(f"{page}test/")
    html = said(marketer, page)
    assert "It took the test: 200 after" in html
    assert "thanks" in html
    receiver.status, receiver.says = 418, b"<b>teapot</b>"
    marketer.post(f"{page}test/")
    assert "It answered 418: &lt;b&gt;teapot" in said(marketer, page)
    assert "Failing since" in said(marketer, ROOM)


def test_what_was_given_up_is_sent_again(marketer: Client, receiver: Receiver) -> None:
    row = added(marketer, receiver.url)
    now = timezone.now()
    news = Happening.objects.create(
        kind="new_lead", lead=make_lead(), source_key="new:1", occurred_at=now
    )
    queue_calls(happenings=[news], now=now)
    WebhookCall.objects.update(state="failed", attempts=6)
    page = f"{ROOM}{row.pk}/"
    assert "Send 1 that was given up again" in said(marketer, page)

    marketer.post(f"{page}again/")
    assert "1 goes out again in a moment." in said(marketer, page)
    assert call_due(now=timezone.now(), limit=5) == 1
    assert len(receiver.got) == 1

    call = WebhookCall.objects.get()
    marketer.post(f"{page}again/", {"call": call.pk})
    assert call_due(now=timezone.now(), limit=5) == 1
    assert [got.headers["webhook-id"] for got in receiver.got] == [call.key] * 2


def test_turning_it_on_again_forgets_why_it_was_off(marketer: Client, receiver: Receiver) -> None:
    row = added(marketer, receiver.url)
    Webhook.objects.update(is_on=False, off_reason="It answered that it is gone for good (410).")
    page = f"{ROOM}{row.pk}/"
    assert "gone for good" in said(marketer, page)
    sent = {"name": "CRM 2", "url": receiver.url, "events": ["won"], "is_on": "on"}
    assert marketer.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.events, row.is_on, row.off_reason) == ("CRM 2", ["won"], True, "")


def test_a_secret_is_renewed_and_a_webhook_deleted(marketer: Client, receiver: Receiver) -> None:
    row = added(marketer, receiver.url)
    page = f"{ROOM}{row.pk}/"
    marketer.post(f"{page}secret/")
    assert Webhook.objects.get().secret != row.secret
    assert "Delete Our CRM?" in said(marketer, f"{page}delete/")
    assert Webhook.objects.exists()
    marketer.post(f"{page}delete/")
    assert not Webhook.objects.exists()
    assert marketer.get(page).status_code == 404


@pytest.mark.parametrize("path", ["", "add/", "1/", "1/delete/"])
def test_sales_has_no_business_here(client: Client, path: str) -> None:
    user = User.objects.create_user("sam", is_staff=True)
    user.groups.add(Group.objects.get(name="Sales"))
    client.force_login(user)
    assert client.get(ROOM + path).status_code == 403
