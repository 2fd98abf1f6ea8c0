"""Who a mail comes from: the series' own name and address, else those of the business."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from leads.business import business
from nurture.document import SenderDoc

_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Sender:
    """`reply_to` is empty where answers go to `email`; `role` belongs to the business' own."""

    name: str
    email: str
    reply_to: str
    role: str

    @property
    def hears_at(self) -> str:
        return self.reply_to or self.email


def sender_of(own: SenderDoc) -> Sender:
    facts = business()
    return Sender(
        name=own.name or facts.sender_name,
        email=own.email or facts.sender_email,
        reply_to=own.reply_to or facts.reply_to,
        role="" if own.name else facts.role,
    )


def reply_link(sender: Sender, subject: str) -> str:
    """A mailto: address that opens an answer to this mail (RFC 6068)."""
    title = quote(f"Re: {subject[:_LONGEST_SUBJECT]}", safe="")
    return f"mailto:{quote(sender.hears_at, safe='@')}?subject={title}"
