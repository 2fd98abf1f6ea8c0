from __future__ import annotations

import pytest
from django.core.mail import EmailMessage

from nurture.models import OutboxMail
from nurture.sending.outbox import OutboxBackend
from nurture.sending.reading import read

pytestmark = pytest.mark.django_db


def mail(message_id: str = "<1@example.com>") -> EmailMessage:
    return EmailMessage(
        subject="Grüße", body="Hallo", to=["a@example.com"], headers={"Message-ID": message_id}
    )


def test_outbox_keeps_the_bytes_of_each_mail_once() -> None:
    assert OutboxBackend().send_messages([mail(), mail(), mail("<2@example.com>")]) == 3

    kept = OutboxMail.objects.order_by("pk")
    assert [(row.message_id, row.recipient, row.subject) for row in kept] == [
        ("<1@example.com>", "a@example.com", "Grüße"),
        ("<2@example.com>", "a@example.com", "Grüße"),
    ]
    assert b"\r\n\r\nHallo" in bytes(kept[0].raw)


def test_read_shows_a_mail_without_html() -> None:
    OutboxBackend().send_messages([mail()])
    shown = read(OutboxMail.objects.get())

    assert (shown.subject, shown.preview, shown.html) == ("Grüße", "Hallo", "")
