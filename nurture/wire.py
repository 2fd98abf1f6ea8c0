"""A message as the bytes that travel: lines end in CRLF. For the transport and the outbox."""

from __future__ import annotations

from email.generator import BytesGenerator
from io import BytesIO

from django.core.mail import EmailMessage


def wire_bytes(mail: EmailMessage) -> bytes:
    buffer = BytesIO()
    # A line that begins with "From " stays as it was written.
    BytesGenerator(buffer, mangle_from_=False).flatten(mail.message(), linesep="\r\n")
    return buffer.getvalue()
