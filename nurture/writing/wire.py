"""A message as the bytes that travel: lines end in CRLF. For the transport and the outbox."""

from __future__ import annotations

from email.generator import BytesGenerator
from io import BytesIO

from django.core.mail import EmailMessage


def wire_bytes(mail: EmailMessage) -> bytes:
    buffer = BytesIO()
    # Headers are not folded: a link on a second line is a link that some mail readers miss. What
    # is long and not ASCII was cut into encoded words before, and "From " stays as written.
    BytesGenerator(buffer, mangle_from_=False, maxheaderlen=0).flatten(
        mail.message(), linesep="\r\n"
    )
    return buffer.getvalue()
