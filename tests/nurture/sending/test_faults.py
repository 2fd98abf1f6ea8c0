"""What a mail server can do to a mail: each fault takes its path, and ends nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from pytest_django import Settings

from leads.models import Suppression
from nurture.models import Delivery, MailStop
from nurture.sending.batch import send_batch
from nurture.sending.patience import Patient
from tests.leads.factories import NOW
from tests.nurture.factories import Clock, make_enrollment, make_reader
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
    settings.EMAIL_HOST_USER = "user" if manner == "locked" else ""
    settings.EMAIL_HOST_PASSWORD = "wrong" if manner == "locked" else ""
    try:
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Path:
    """`stops`: scope, kind, whether it stands. `waits`: minutes, rounded to the pause it means."""

    state: str
    reason: str
    waits: int | None = None
    stops: tuple[tuple[str, str, bool], ...] = ()
    suppressed: tuple[str, ...] = ()
    place: tuple[str, int] = ("active", 0)


def path_of(delivery: Delivery) -> Path:
    assert delivery.enrollment is not None
    delivery.refresh_from_db()
    delivery.enrollment.refresh_from_db()
    is_planned = delivery.state == "scheduled"
    minutes = (delivery.due_at - NOW).total_seconds() / 60
    return Path(
        state=delivery.state,
        reason=delivery.held_reason,
        waits=round(minutes) if is_planned else None,
        stops=tuple(
            (row.scope, row.kind, row in MailStop.objects.standing(NOW))
            for row in MailStop.objects.order_by("scope")
        ),
        suppressed=tuple(Suppression.objects.values_list("reason", flat=True)),
        place=(delivery.enrollment.state, delivery.enrollment.position),
    )


def sent_through() -> Delivery:
    make_enrollment(address=make_reader(text="mara@gmail.com"))
    [pk] = dispatch(NOW)
    send_batch([pk], clock=Clock())
    return Delivery.objects.select_related("enrollment").get(pk=pk)


def _linger_after_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the server has hung up for certain when the dot is due."""
    sent = Patient.send

    def send(self: Patient, s: bytes | str) -> None:
        sent(self, s)
        if len(s) > 500:
            time.sleep(0.3)

    monkeypatch.setattr(Patient, "send", send)


AGAIN = Path("scheduled", "server_refused", waits=1)
COUNTED = Path("scheduled", "server_refused", waits=1, stops=(("server", "away", False),))
REFUSED = Path("scheduled", "stop_refused", waits=30, stops=(("group:google", "refused", True),))


@pytest.mark.parametrize(
    ("stage", "reply", "path"),
    [
        ("MAIL", "421 4.7.0 try later", COUNTED),
        ("RCPT", "432 4.7.12 a password transition is needed", AGAIN),
        ("RCPT", "450 4.2.0 greylisted", AGAIN),
        ("DATA", "454 4.7.0 too many mails", AGAIN),
        ("DATA", "421 4.3.2 shutting down", COUNTED),
        (
            "RCPT",
            "550 5.1.1 no such user",
            Path("bounced", "", suppressed=("bounced",), place=("exited", 0)),
        ),
        ("DATA", "550 5.7.515 not authenticated", REFUSED),
        ("RCPT", "550 5.7.1 refused", REFUSED),
        ("DATA", "552 5.3.4 too large", Path("failed", "", place=("active", 1))),
        (
            "DATA",
            "",
            Path("ambiguous", "", stops=(("server", "away", False),), place=("active", 1)),
        ),
    ],
)
def test_each_reply_takes_its_path(
    smtp_server: MailServer, stage: str, reply: str, path: Path
) -> None:
    smtp_server.reply_with(stage, reply)
    delivery = sent_through()
    assert path_of(delivery) == path
    assert (delivery.handed_over_at is not None) is (path.state == "ambiguous")


@pytest.mark.parametrize(
    ("manner", "path"),
    [
        ("busy", COUNTED),
        ("before_data", COUNTED),
        ("before_dot", COUNTED),
        ("slow", COUNTED),
        ("locked", Path("scheduled", "stop_login", waits=30, stops=(("all", "login", True),))),
    ],
)
def test_each_manner_takes_its_path(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, manner: str, path: Path
) -> None:
    settings.EMAIL_TIMEOUT = 2 if manner == "slow" else 30
    if manner == "before_dot":
        _linger_after_the_text(monkeypatch)
    begun = time.monotonic()
    with rude(settings, manner) as server:
        delivery = sent_through()
        seconds = time.monotonic() - begun
    assert path_of(delivery) == path
    assert server.messages == []
    # A byte a second would keep a patience that is counted for each byte for a minute.
    assert seconds < 15
