"""A written mail sent to its writer, to be looked at where mails are read. The studio calls it.

It is no delivery: it counts nowhere, its links lead nowhere, and nothing is repeated.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, formataddr, make_msgid

from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.utils.translation import gettext as _

from nurture.sending.probing import cure_of
from nurture.sending.refusals import RefusedError
from nurture.sending.transport import transport
from nurture.writing.composing import sender_domain
from nurture.writing.rendering import Rendered


def send_test(*, to: str, rendered: Rendered, now: datetime) -> str:
    """'' once the mail server took the mail; else what went wrong and what to look at."""
    sender = rendered.sender
    message = EmailMultiAlternatives(
        subject=_("[Test] %(subject)s") % {"subject": rendered.subject},
        body=rendered.text,
        from_email=formataddr((sender.name, sender.email)),
        to=[to],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers={
            "Date": format_datetime(now),
            "Message-ID": make_msgid(domain=sender_domain()),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(rendered.html, "text/html")
    try:
        with transport() as server:
            server.open()
            server.send(message)
    except RefusedError as refusal:
        return cure_of(refusal)
    except BadHeaderError:
        return _("The subject or the sender holds a line break. Take it out.")
    return ""
