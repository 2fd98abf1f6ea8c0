from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from nurture.models import Delivery, OutboxMail
from nurture.sending.probing import send_probe
from tests.leads.factories import make_business
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_probe_reaches_the_mail_server_and_leaves_no_delivery(smtp_server: MailServer) -> None:
    business = make_business()

    assert send_probe(to="kim@example.org", now=NOW) == ""
    (mail,) = smtp_server.messages
    assert (mail["Subject"], mail["To"]) == (
        f"A test mail from {business.name}",
        "kim@example.org",
    )
    assert business.sender_email in mail["From"]
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("stage", "line", "said"),
    [
        ("MAIL", "550 5.7.1 not you", "does not take mails from your sender. 550 5.7.1 not you"),
        ("RCPT", "550 5.1.1 no such user", "does not take mails to that address. 550 5.1.1"),
        ("DATA", "554 5.6.0 no", "did not take the mail. 554"),
    ],
)
def test_a_refusal_says_what_to_look_at(
    smtp_server: MailServer, stage: str, line: str, said: str
) -> None:
    make_business()
    smtp_server.reply_with(stage, line)

    assert said in send_probe(to="kim@example.org", now=NOW)


def test_a_mail_server_that_is_not_there_is_said(settings: Settings) -> None:
    make_business()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert "does not answer" in send_probe(to="kim@example.org", now=NOW)


def test_without_a_mail_server_the_probe_is_kept_in_the_outbox(settings: Settings) -> None:
    make_business()
    settings.EMAIL_BACKEND = "nurture.sending.outbox.OutboxBackend"

    assert send_probe(to="kim@example.org", now=NOW) == ""
    assert OutboxMail.objects.get().recipient == "kim@example.org"
