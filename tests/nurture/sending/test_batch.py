from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from pytest_django import Settings

from leads.business import business
from leads.models import Activity, Suppression
from nurture.models import Delivery, Enrollment, MailStop, OutboxMail
from nurture.sending.batch import send_batch
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import (
    Clock,
    make_content,
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.rude import RudeServer
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db


@contextmanager
def rude(settings: Settings, manner: str) -> Iterator[RudeServer]:
    server = RudeServer(manner)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()


def refreshed(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def waiting_minutes(delivery: Delivery) -> float:
    return (delivery.due_at - NOW) / timedelta(minutes=1)


def test_send_batch_sends_what_was_asked_for(smtp_server: MailServer) -> None:
    delivery = make_requested(address=make_address(text="mara@example.com"))

    assert send_batch([delivery.pk], clock=Clock()) == 1

    [mail] = smtp_server.messages
    assert smtp_server.recipients == [["mara@example.com"]]
    assert (str(mail["Subject"]), str(mail["To"])) == ("Your checklist", "mara@example.com")
    refreshed(delivery)
    assert delivery.state == Delivery.State.ACCEPTED
    assert (delivery.accepted_at, delivery.attempts) == (NOW, 1)
    assert delivery.message_id == mail["Message-ID"]
    [act] = Activity.objects.filter(kind="mail")
    assert (act.label, act.source_key, act.points_key) == (
        "Mail sent: Your checklist",
        f"mail:{delivery.pk}",
        "",
    )


def test_send_batch_twice_sends_once(smtp_server: MailServer) -> None:
    delivery = make_requested()

    sent = [send_batch([delivery.pk, delivery.pk], clock=Clock()) for _ in range(3)]

    assert (sent, len(smtp_server.messages)) == ([1, 0, 0], 1)


def test_send_batch_uses_one_connection(smtp_server: MailServer) -> None:
    ids = [make_requested().pk for _ in range(3)]

    assert send_batch(ids, clock=Clock()) == 3
    assert len({str(mail["Message-ID"]) for mail in smtp_server.messages}) == 3


def test_send_batch_walks_the_whole_series(smtp_server: MailServer) -> None:
    version = make_version(message("one"), message("two", days=2), message("three", days=2))
    enrollment = make_enrollment(version=version)
    clock = Clock()
    for _ in range(20):
        send_batch(dispatch(clock.at), clock=clock)
        clock.move(hours=12)

    assert [str(mail["Subject"]) for mail in smtp_server.messages] == [
        "Mail one",
        "Mail two",
        "Mail three",
    ]
    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.position, enrollment.due_at) == ("finished", 3, None)


def test_send_batch_counts_the_next_delay_from_the_acceptance(smtp_server: MailServer) -> None:
    enrollment = make_enrollment()
    clock = Clock()
    ids = dispatch(clock.at)
    sent_at = clock.move(minutes=40)
    send_batch(ids, clock=clock)

    enrollment.refresh_from_db()
    assert (enrollment.position, enrollment.anchor_at) == (1, sent_at)
    assert enrollment.due_at == sent_at + timedelta(days=2)


def test_send_batch_with_a_pace_knows_no_night_and_no_caps(smtp_server: MailServer) -> None:
    make_enrollment(version=make_version(message("one"), message("two", days=1, at="09:30")))
    clock = Clock(NOW.replace(hour=2))
    pace = timedelta(seconds=20)
    Enrollment.objects.update(due_at=clock.at)
    send_batch(dispatch(clock.at, pace=pace), clock=clock, pace=pace)
    clock.move(seconds=20)
    send_batch(dispatch(clock.at, pace=pace), clock=clock, pace=pace)

    assert len(smtp_server.messages) == 2


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("MAIL", "421 4.7.0 too busy"),
        ("RCPT", "450 4.2.0 greylisted"),
        ("DATA", "451 4.3.0 disk full"),
        ("RCPT", ""),
    ],
)
def test_send_batch_tries_again_after_a_soft_refusal(
    smtp_server: MailServer, stage: str, reply: str
) -> None:
    first, second = make_requested(), make_requested()
    smtp_server.reply_with(stage, reply)
    clock = Clock()

    assert send_batch([first.pk, second.pk], clock=clock) == 1
    refreshed(first)
    assert (first.state, first.held_reason, first.handed_over_at) == (
        "scheduled",
        "server_refused",
        None,
    )
    assert 0.8 <= waiting_minutes(first) <= 1.2
    clock.move(minutes=2)
    assert send_batch([first.pk], clock=clock) == 1
    assert refreshed(first).failing_since is None


def test_send_batch_gives_up_after_a_day_of_soft_refusals(smtp_server: MailServer) -> None:
    delivery = make_requested()
    smtp_server.reply_with("RCPT", "451 4.3.0 later", times=50)
    clock = Clock()
    waits = []
    while refreshed(delivery).state == "scheduled":
        clock.at = max(clock.at, delivery.due_at)
        started = clock.at
        send_batch([delivery.pk], clock=clock)
        waits.append(round((refreshed(delivery).due_at - started) / timedelta(minutes=1)))

    assert delivery.state == Delivery.State.FAILED
    assert delivery.error == "recipient: 451 4.3.0 later"
    for waited, planned in zip(waits, (1, 5, 15, 60, 180, 180), strict=False):
        assert planned * 0.75 <= waited <= planned * 1.25
    assert timedelta(hours=24) <= clock.at - NOW <= timedelta(hours=28)


def test_send_batch_suppresses_an_address_that_is_not_there(smtp_server: MailServer) -> None:
    enrollment = make_enrollment()
    smtp_server.reply_with("RCPT", "550 5.1.1 no such user")
    [pk] = dispatch(NOW)

    send_batch([pk], clock=Clock())

    enrollment.refresh_from_db()
    enrollment.address.refresh_from_db()
    assert Delivery.objects.get(pk=pk).state == Delivery.State.BOUNCED
    assert (enrollment.state, enrollment.exit_reason) == ("exited", "bounced")
    assert enrollment.address.bounced_at == NOW
    assert [row.reason for row in Suppression.objects.all()] == ["bounced"]


def test_send_batch_stops_a_provider_that_refuses_us_not_the_person(
    smtp_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    [first, second, other] = [
        make_requested(address=make_address(text=text))
        for text in ("a@hotmail.com", "b@outlook.com", "c@example.com")
    ]
    smtp_server.reply_with("RCPT", "550 5.7.515 sender is not authenticated")

    send_batch([first.pk, second.pk, other.pk], clock=Clock())

    states = [(refreshed(each).state, each.held_reason) for each in (first, second, other)]
    assert states == [
        ("scheduled", "stop_refused"),
        ("scheduled", "stop_refused"),
        ("accepted", ""),
    ]
    assert MailStop.objects.get().scope == "group:microsoft"
    assert not Suppression.objects.exists()
    assert [record.levelno for record in caplog.records if record.levelno >= logging.ERROR]


def test_send_batch_stops_everything_after_a_wrong_password(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    deliveries = [make_requested(), make_requested()]
    with rude(settings, "locked"):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "wrong"
        assert send_batch([each.pk for each in deliveries], clock=Clock()) == 0

    stop = MailStop.objects.get()
    assert (stop.scope, "wrong" in stop.reason) == ("all", False)
    assert [refreshed(each).state for each in deliveries] == ["scheduled", "scheduled"]
    assert [each.handed_over_at for each in deliveries] == [None, None]
    assert any(record.levelno == logging.ERROR for record in caplog.records)


@pytest.mark.parametrize("manner", ["busy", "before_data"])
def test_send_batch_tries_again_when_nothing_can_have_been_sent(
    settings: Settings, manner: str
) -> None:
    delivery = make_requested()
    with rude(settings, manner) as server:
        send_batch([delivery.pk], clock=Clock())

    assert (refreshed(delivery).state, delivery.held_reason) == ("scheduled", "server_refused")
    assert (delivery.resends, delivery.attempts, server.messages) == (0, 1, [])


def test_send_batch_without_a_mail_server_leaves_the_rest_planned(
    settings: Settings,
) -> None:
    with rude(settings, "busy"):
        pass
    deliveries = [make_requested(), make_requested()]

    send_batch([each.pk for each in deliveries], clock=Clock())

    assert [(refreshed(each).state, each.attempts) for each in deliveries] == [
        ("scheduled", 1),
        ("scheduled", 0),
    ]


def test_send_batch_doubts_a_series_mail_cut_off_after_its_end(smtp_server: MailServer) -> None:
    enrollment = make_enrollment()
    smtp_server.reply_with("DATA", "")
    [pk] = dispatch(NOW)

    send_batch([pk], clock=Clock())

    enrollment.refresh_from_db()
    assert Delivery.objects.get(pk=pk).state == Delivery.State.AMBIGUOUS
    assert (enrollment.state, enrollment.position) == ("active", 1)
    clock = Clock()
    for _ in range(10):
        clock.move(hours=1)
        send_batch(dispatch(clock.at), clock=clock)
    assert smtp_server.messages == []


def test_send_batch_sends_a_doubtful_requested_mail_once_more(smtp_server: MailServer) -> None:
    delivery = make_requested()
    smtp_server.reply_with("DATA", "", times=2)
    clock = Clock()
    states = []
    for _ in range(5):
        send_batch([delivery.pk], clock=clock)
        states.append((refreshed(delivery).state, delivery.attempts))
        clock.move(minutes=20)

    assert states == [("scheduled", 1), *[("ambiguous", 2)] * 4]


def test_send_batch_parks_a_text_that_cannot_be_rendered(smtp_server: MailServer) -> None:
    bad = make_requested(content=make_content(body="{% nonsense %}"))
    good = make_requested()

    assert send_batch([bad.pk, good.pk], clock=Clock()) == 1
    assert refreshed(bad).state == Delivery.State.PARKED
    assert "RecallError" in bad.error


def test_send_batch_goes_on_after_a_parked_mail_of_a_series(smtp_server: MailServer) -> None:
    version = make_version(message("one", body="{% nonsense %}"), message("two", days=1))
    make_enrollment(version=version)
    clock = Clock()
    send_batch(dispatch(clock.at), clock=clock)
    clock.move(days=1)
    send_batch(dispatch(clock.at), clock=clock)

    assert [str(mail["Subject"]) for mail in smtp_server.messages] == ["Mail two"]


def test_send_batch_fails_a_broken_header_for_good(
    smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = business()
    object.__setattr__(broken, "reply_to", "a@example.com\nBcc: b@example.com")
    monkeypatch.setattr("nurture.writing.senders.business", lambda: broken)
    delivery = make_requested()

    send_batch([delivery.pk], clock=Clock())

    assert (refreshed(delivery).state, smtp_server.messages) == ("failed", [])


def test_send_batch_keeps_mails_in_the_outbox_without_a_server(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = "nurture.sending.outbox.OutboxBackend"
    delivery = make_requested(address=make_reader())

    assert send_batch([delivery.pk], clock=Clock()) == 1
    assert OutboxMail.objects.get().message_id == refreshed(delivery).message_id
