"""The operator hears of it: once an incident, past the queue, through a real mail server."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from leads.models import Business
from nurture import tasks
from nurture.models import Delivery, MailRules, MailStop, Notice
from nurture.noticing import notice
from nurture.rules import save_rules
from nurture.sending import stopping
from nurture.watching.alerts import send_notices, watch
from nurture.watching.pulse import note_pulse, silent_since
from tests.leads.factories import NOW
from tests.nurture.factories import make_requested
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def business() -> None:
    Business.objects.create(
        name="Ledger & Lark",
        sender_name="Kim",
        sender_email="kim@lark.example",
        reply_to="desk@lark.example",
        postal_address="Street 1",
    )


def wait(minutes: float) -> Delivery:
    return make_requested(now=NOW - minutes * MINUTE)


def incidents() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("key", flat=True))


def test_nothing_is_told_while_nothing_waits_too_long() -> None:
    assert watch(NOW) is None
    wait(14.9)
    assert watch(NOW) is None
    assert incidents() == []


def test_a_mail_that_waits_fifteen_minutes_is_told_with_its_cause() -> None:
    wait(20)
    wait(3)
    MailStop.objects.create(
        scope="server", kind=MailStop.Kind.AWAY, reason="refused", created_at=NOW - 20 * MINUTE
    )
    row = watch(NOW)
    assert row is not None
    assert (row.kind, row.subject) == (Notice.Kind.LATE, "2 mails wait since 13:40")
    assert "the mail server does not answer." in row.text
    assert "/admin/mail/" in row.text
    assert "15 minutes" in row.text


def test_minutes_are_those_of_the_rules() -> None:
    save_rules(MailRules(alert_after_minutes=60))
    wait(59)
    assert watch(NOW) is None
    assert watch(NOW + MINUTE) is not None


def test_one_incident_is_told_once_and_the_next_one_again() -> None:
    mail = wait(20)
    first = watch(NOW)
    assert watch(NOW + MINUTE) == first
    # It moves on; another one still waits a little: the same incident.
    Delivery.objects.filter(pk=mail.pk).update(due_at=NOW - 10 * MINUTE)
    assert watch(NOW) is None
    Delivery.objects.filter(pk=mail.pk).update(due_at=NOW - 16 * MINUTE)
    assert watch(NOW) == first
    Delivery.objects.filter(pk=mail.pk).update(state=Delivery.State.ACCEPTED)
    assert watch(NOW) is None
    wait(30)
    second = watch(NOW + MINUTE)
    assert second is not None
    assert first is not None
    assert second.pk != first.pk
    assert len(set(incidents())) == 2


def test_a_pause_by_staff_is_no_incident() -> None:
    wait(120)
    stopping.pause(scope=stopping.ALL, by="sam", now=NOW)
    assert watch(NOW) is None


def test_the_cause_is_the_clock_where_it_stands_still() -> None:
    note_pulse(NOW - 30 * MINUTE)
    wait(20)
    row = watch(NOW)
    assert row is not None
    assert "the clock has stopped ticking" in row.text
    assert silent_since(NOW) == NOW - 30 * MINUTE


def test_limits_are_named_where_they_hold_mails_back() -> None:
    save_rules(MailRules(others_a_minute=1))
    sent = wait(30)
    Delivery.objects.filter(pk=sent.pk).update(
        state=Delivery.State.ACCEPTED, handed_over_at=NOW - timedelta(seconds=5)
    )
    wait(20)
    row = watch(NOW)
    assert row is not None
    assert "your limits" in row.text


@pytest.mark.parametrize(
    ("alert_email", "to"),
    [("ops@lark.example", "ops@lark.example"), ("", "desk@lark.example")],
)
def test_the_alert_goes_past_a_stopped_queue(
    smtp_server: MailServer, alert_email: str, to: str
) -> None:
    save_rules(MailRules(alert_email=alert_email))
    wait(20)
    MailStop.objects.create(
        scope="server", kind=MailStop.Kind.AWAY, reason="x", created_at=NOW - 20 * MINUTE
    )
    watch(NOW)
    assert send_notices(NOW) == 1
    assert send_notices(NOW + MINUTE) == 0
    [mail] = smtp_server.messages
    assert smtp_server.recipients == [[to]]
    assert mail["Subject"] == "1 mail waits since 13:40"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert Notice.objects.get().sent_at == NOW


def told(server: MailServer) -> int:
    return len(server.messages)


def test_an_alert_is_tried_three_times_with_longer_and_longer_pauses(
    smtp_server: MailServer,
) -> None:
    smtp_server.reply_with("RCPT", "450 4.2.0 later", times=9)
    notice(kind=Notice.Kind.STOP, key="a", subject="Mails stopped", text="Why", now=NOW)
    tries = []
    for minute in range(200):
        before = Notice.objects.get().attempts
        send_notices(NOW + minute * MINUTE)
        if Notice.objects.get().attempts > before:
            tries.append(minute)
    assert (tries, told(smtp_server)) == ([0, 5, 60], 0)
    assert Notice.objects.get().sent_at is None


def test_an_alert_that_was_not_taken_at_first_arrives_once(smtp_server: MailServer) -> None:
    smtp_server.reply_with("DATA", "451 4.3.0 later")
    notice(kind=Notice.Kind.STOP, key="a", subject="Mails\nstopped", text="Why", now=NOW)
    assert [send_notices(NOW + minute * MINUTE) for minute in (0, 1, 5, 6, 60)] == [0, 0, 1, 0, 0]
    assert [mail["Subject"] for mail in smtp_server.messages] == ["Mails stopped"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_mail_a_notice_once(smtp_server: MailServer) -> None:
    for number in range(5):
        notice(kind=Notice.Kind.STOP, key=str(number), subject=f"S {number}", text="x", now=NOW)
    gate = threading.Barrier(2)

    def send() -> None:
        gate.wait()
        send_notices(NOW)
        connection.close()

    workers = [threading.Thread(target=send) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(mail["Subject"] for mail in smtp_server.messages) == [f"S {n}" for n in range(5)]


def test_the_task_watches_and_mails(smtp_server: MailServer, settings: Settings) -> None:
    make_requested(now=NOW)
    tasks.watch_mails()
    assert told(smtp_server) == 1
    assert settings.CELERY_BEAT_SCHEDULE["watch-mails"]["schedule"] == 60.0


def test_the_tick_leaves_its_pulse() -> None:
    tasks.dispatch_due()
    assert silent_since(NOW) is None
