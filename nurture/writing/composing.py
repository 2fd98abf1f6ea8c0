"""A rendered mail as a message: headers that mailbox providers ask for, both parts in UTF-8.

Called by sending. The Message-ID follows from the delivery, so a mail that goes out twice
after a crash is recognised as the same one.
"""

from __future__ import annotations

from datetime import datetime
from email.charset import QP, Charset
from email.utils import format_datetime, formataddr

from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from leads.business import business
from nurture.models import Delivery
from nurture.writing.rendering import Rendered
from nurture.writing.senders import Sender

# Quoted-printable keeps every line far below the 998 octets that servers refuse.
_utf8 = Charset("utf-8")
_utf8.body_encoding = QP


def message_id_of(delivery: Delivery) -> str:
    """The same for every attempt: what was handed over once keeps the name it had."""
    if delivery.message_id:
        return delivery.message_id
    mark = salted_hmac("nurture.message_id", delivery.dedupe_key).hexdigest()[:20]
    return f"<{delivery.pk}.{mark}@{sender_domain()}>"


def sender_domain() -> str:
    domain = business().sender_email.rpartition("@")[2]
    return _ascii_domain(domain) if domain else "localhost.localdomain"


def _ascii_domain(domain: str) -> str:
    return domain.encode("idna").decode()


def _from(sender: Sender) -> str:
    """A domain in any script travels in ASCII. Raises UnicodeError for a name before it that
    does not."""
    mailbox, _at, domain = sender.email.rpartition("@")
    return formataddr((sender.name, f"{mailbox}@{_ascii_domain(domain)}"))


def compose(delivery: Delivery, rendered: Rendered, *, now: datetime) -> EmailMultiAlternatives:
    """Raises BadHeaderError where a header would break the message."""
    sender = rendered.sender
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=_from(sender),
        to=[delivery.address.normalised],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers=_headers(delivery, rendered, now),
    )
    message.encoding = _utf8
    message.attach_alternative(rendered.html, "text/html")
    return message


def _headers(delivery: Delivery, rendered: Rendered, now: datetime) -> dict[str, str]:
    name = _list_name(delivery)
    return {
        "Date": format_datetime(now),
        "Message-ID": message_id_of(delivery),
        "List-Unsubscribe": f"<{rendered.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{name}.{sender_domain()}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": rendered.language,
        "Feedback-ID": f"{delivery.funnel_id or 0}:{name}:{delivery.purpose}:smallyes",
    }


def _list_name(delivery: Delivery) -> str:
    return delivery.enrollment.sequence.key if delivery.enrollment else delivery.purpose
