"""The outbox: a mail backend that keeps mails in the database instead of sending them.

The embedded profile without a mail server uses it; /outbox/ shows what it kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from email import message_from_bytes

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from nurture.models import OutboxMail
from nurture.writing.wire import wire_bytes


class OutboxBackend(BaseEmailBackend):
    """Keeps the bytes a mail server would have got. A Message-ID is kept once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        # Django is the caller here, so no time is handed in.
        now = timezone.now()
        for mail in email_messages:
            raw = wire_bytes(mail)
            message_id = str(message_from_bytes(raw)["Message-ID"])
            OutboxMail.objects.get_or_create(
                message_id=message_id,
                defaults={
                    "recipient": ", ".join(mail.recipients())[:320],
                    "subject": str(mail.subject)[:500],
                    "raw": raw,
                    "created_at": now,
                },
            )
        return len(email_messages)
