"""Being told, from what happened to what arrives: at once, once, and to whom it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from pytest_django import Settings

from leads.activity import record_acts
from leads.models import Alert, AlertChoice, Business, Happening, Lead, Webhook, WebhookCall
from leads.privacy import erase_lead
from leads.suppressing import suppress
from nurture.alerting.queueing import queue_news
from nurture.alerting.sending import WAITS, send_digests, send_due
from tests.leads.factories import NOW, make_act, make_address, make_lead, make_staff
from tests.leads.hooks.receiver import Receiver, receiving
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def business() -> None:
    Business.objects.create(
        name="Ledger & Lark",
        sender_name="Kim",
        sender_email="kim@lark.example",
        postal_address="Street 1",
        time_zone="UTC",
    )


@pytest.fixture
def sam() -> User:
    return staff("sam")


def staff(name: str, **choice: object) -> User:
    user = make_staff(name)
    user.email = f"{name}@lark.example"
    user.save()
    if choice:
        AlertChoice.objects.create(user=user, **choice)
    return user


def caller(name: str = "Mara", *, phone: str = "+46701234567") -> Lead:
    lead = make_address(lead=make_lead(name=name, phone=phone), text=f"{name}@example.com").lead
    act = make_act("call_asked", subject=f"1/{name}", label="Asked for a call", at=NOW)
    record_acts(lead=lead, acts=[act], now=NOW)
    return lead


def states() -> list[tuple[str, str]]:
    return list(Alert.objects.order_by("pk").values_list("user__username", "state"))


def test_a_new_caller_is_told_in_one_mail(smtp_server: MailServer, sam: User) -> None:
    lead = caller()
    assert queue_news(now=NOW, limit=100) == 2
    assert queue_news(now=NOW, limit=100) == 0
    assert send_due(now=NOW) == 2
    assert send_due(now=NOW + 5 * MINUTE) == 0

    (mail,) = smtp_server.messages
    assert smtp_server.recipients == [["sam@lark.example"]]
    assert mail["Subject"] == "Mara asks for a call"
    assert mail["Auto-Submitted"] == "auto-generated"
    lines = mail.get_content().splitlines()
    assert lines[:4] == [
        "Mara asks for a call",
        "New lead: Mara",
        "Why now: Asked for a call",
        "+46701234567",
    ]
    assert lines[4].endswith(f"/leads/{lead.pk}/")
    assert states() == [("sam", "sent"), ("sam", "sent")]


def test_several_leads_come_as_one_mail_and_the_next_one_a_little_later(
    smtp_server: MailServer, sam: User
) -> None:
    for name in ("Mara", "Ben", "Zoe"):
        caller(name)
    queue_news(now=NOW, limit=100)
    send_due(now=NOW)
    assert [mail["Subject"] for mail in smtp_server.messages] == ["3 leads for you: Mara and more"]
    caller("Kim")
    queue_news(now=NOW + MINUTE, limit=100)
    assert send_due(now=NOW + MINUTE) == 0
    assert send_due(now=NOW + 3 * MINUTE) == 2
    assert smtp_server.messages[-1]["Subject"] == "Kim asks for a call"


def test_each_hears_of_what_they_chose_and_of_leads_they_see(smtp_server: MailServer) -> None:
    staff("all")
    staff("calls", is_told_of_new=False, is_told_of_hot=False)
    staff("nothing", is_told_of_new=False, is_told_of_hot=False, is_told_of_calls=False)
    make_staff("blind", may_see_leads=False)
    gone = staff("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    owner, other = staff("owner"), staff("other")
    lead = caller()
    Lead.objects.filter(pk=lead.pk).update(owner=owner)
    queue_news(now=NOW, limit=100)
    told = {name for name, _state in states()}
    assert told == {"owner"}
    Alert.objects.all().delete()
    Happening.objects.update(queued_at=None)
    Lead.objects.update(owner=None)
    queue_news(now=NOW, limit=100)
    assert sorted(states()) == [
        ("all", "waiting"),
        ("all", "waiting"),
        ("calls", "waiting"),
        ("other", "waiting"),
        ("other", "waiting"),
        ("owner", "waiting"),
        ("owner", "waiting"),
    ]
    # Claimed by somebody else meanwhile: it is theirs, and nobody else is told any more.
    Lead.objects.update(owner=other)
    send_due(now=NOW)
    assert smtp_server.recipients == [["other@lark.example"]]
    assert {name for name, _state in states()} == {"other"}


def test_quiet_hours_hold_alerts_back(smtp_server: MailServer) -> None:
    staff("sam", quiet_from=time(11), quiet_until=time(14))
    caller()
    queue_news(now=NOW, limit=100)
    assert send_due(now=NOW) == 0
    ends = NOW.replace(hour=14, minute=0)
    assert {row.due_at for row in Alert.objects.all()} == {ends}
    assert send_due(now=ends - MINUTE) == 0
    assert send_due(now=ends) == 2


def test_what_the_mail_server_refuses_is_tried_again_and_given_up_in_the_end(
    smtp_server: MailServer, sam: User
) -> None:
    caller()
    queue_news(now=NOW, limit=100)
    smtp_server.reply_with("RCPT", "451 4.3.0 later", times=len(WAITS) + 1)
    at = NOW
    for wait in WAITS:
        assert send_due(now=at) == 0
        assert {row.due_at for row in Alert.objects.all()} == {at + wait}
        at += wait
    assert send_due(now=at) == 0
    rows = list(Alert.objects.values_list("state", "attempts"))
    assert rows == [("failed", 5)] * 2
    fault = Alert.objects.values_list("fault", flat=True)[0]
    assert fault.startswith("The mail server did not take it: ")
    assert "451" in fault
    assert smtp_server.messages == []


def test_one_refusal_loses_nothing(smtp_server: MailServer, sam: User) -> None:
    caller()
    queue_news(now=NOW, limit=100)
    smtp_server.reply_with("DATA", "421 4.3.2 away")
    assert send_due(now=NOW) == 0
    assert send_due(now=NOW + MINUTE) == 2
    assert len(smtp_server.messages) == 1


@pytest.mark.parametrize("how", ["erased", "forbidden"])
def test_nothing_is_told_of_somebody_who_is_gone_or_wants_no_contact(
    smtp_server: MailServer, sam: User, how: str
) -> None:
    lead = caller()
    queue_news(now=NOW, limit=100)
    if how == "erased":
        erase_lead(lead_ids=[lead.pk], now=NOW, is_suppressed=False)
    else:
        suppress(address=lead.addresses.get(), reason="do_not_contact", now=NOW)
    send_due(now=NOW)
    assert (smtp_server.messages, states()) == ([], [])


def test_old_news_is_no_alert_but_still_reaches_other_systems(sam: User) -> None:
    Webhook.objects.create(
        name="CRM", url="https://a.example", secret="s", events=["call_asked"], created_at=NOW
    )
    caller()
    queue_news(now=NOW + 2 * DAY, limit=100)
    assert states() == []
    assert WebhookCall.objects.count() == 1


def test_the_daily_mail_comes_once_at_its_hour_with_whom_to_call_back(
    smtp_server: MailServer,
) -> None:
    sam = staff("sam", way="digest", digest_at=time(8))
    caller("Mara")
    later = make_lead(name="Ben")
    Lead.objects.filter(pk=later.pk).update(owner=sam, follow_up_at=NOW + DAY, stage="contacted")
    queue_news(now=NOW, limit=100)
    assert send_due(now=NOW) == 0
    morning = (NOW + DAY).replace(hour=8, minute=0)
    AlertChoice.objects.update(digest_sent_on=NOW.date())
    assert send_digests(now=morning - MINUTE) == 0
    assert send_digests(now=morning) == 1
    assert send_digests(now=morning + MINUTE) == 0

    (mail,) = smtp_server.messages
    assert mail["Subject"] == "Your day: 2 leads"
    text = mail.get_content()
    assert "Mara asks for a call" in text
    assert "Get in touch today:\nBen\n" in text.replace("\r\n", "\n")
    assert set(states()) == {("sam", "sent")}


def test_a_day_without_anything_to_tell_brings_no_mail(smtp_server: MailServer) -> None:
    staff("sam", way="digest", digest_at=time(8))
    assert send_digests(now=NOW) == 0
    assert smtp_server.messages == []
    assert AlertChoice.objects.get().digest_sent_on == NOW.date()


def test_a_daily_mail_that_was_refused_comes_later(smtp_server: MailServer) -> None:
    staff("sam", way="digest", digest_at=time(8))
    caller()
    queue_news(now=NOW, limit=100)
    smtp_server.reply_with("MAIL", "450 4.2.0 busy")
    assert send_digests(now=NOW) == 0
    assert send_digests(now=NOW + 5 * MINUTE) == 1
    assert len(smtp_server.messages) == 1


@pytest.fixture
def chat(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with receiving() as receiver:
        yield receiver


def test_a_chat_is_told_in_its_own_form(chat: Receiver) -> None:
    staff("sam", way="chat", chat_url=chat.url)
    caller()
    queue_news(now=NOW, limit=100)
    assert send_due(now=NOW) == 2
    (got,) = chat.got
    assert json.loads(got.body)["text"].startswith("Mara asks for a call\n\nMara asks for a call")


def test_a_chat_that_refuses_is_named_as_it_answered(chat: Receiver) -> None:
    staff("sam", way="chat", chat_url=chat.url)
    chat.status, chat.says = 404, b"no_service"
    caller()
    queue_news(now=NOW, limit=100)
    assert send_due(now=NOW) == 0
    assert {row.fault for row in Alert.objects.all()} == {"The chat answered 404: no_service"}


def test_their_mails_lead_to_the_page_where_it_is_chosen(
    smtp_server: MailServer, sam: User
) -> None:
    caller()
    queue_news(now=NOW, limit=100)
    send_due(now=NOW)
    assert reverse("alerting:choices") == "/leads/alerts/"
    assert smtp_server.messages[0].get_content().rstrip().endswith("/leads/alerts/")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_thing_once(smtp_server: MailServer) -> None:
    for name in ("sam", "kim", "lee"):
        staff(name)
    caller()

    def work(_number: int) -> None:
        try:
            queue_news(now=NOW, limit=100)
            send_due(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    send_due(now=NOW)
    assert sorted(to for (to,) in smtp_server.recipients) == [
        "kim@lark.example",
        "lee@lark.example",
        "sam@lark.example",
    ]
