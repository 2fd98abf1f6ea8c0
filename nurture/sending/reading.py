"""A kept mail as a mail reader shows it: sender, subject, preview line, both parts, headers.

Called by the outbox pages. Reads the raw bytes, so what is shown is what would have arrived.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from nurture.models import OutboxMail

_PREVIEW = re.compile(r'<(?:div|span)[^>]*class="preheader"[^>]*>(.*?)</', re.DOTALL)
_FILL = re.compile(r"[\s\u200c\u00a0\u2007\u034f]+")


@dataclass(frozen=True, slots=True)
class ReadMail:
    sender_name: str
    sender_email: str
    subject: str
    preview: str
    html: str
    text: str
    headers: tuple[tuple[str, str], ...]


def read(mail: OutboxMail) -> ReadMail:
    parsed = BytesParser(EmailMessage, policy=policy.default).parsebytes(bytes(mail.raw))
    html, text = _part(parsed, "html"), _part(parsed, "plain")
    name, address = parseaddr(str(parsed["From"]))
    return ReadMail(
        sender_name=name or address,
        sender_email=address,
        subject=str(parsed["Subject"]),
        preview=_preview(html, text),
        html=html,
        text=text,
        headers=tuple((key, str(value)) for key, value in parsed.items()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


def _preview(html: str, text: str) -> str:
    found = _PREVIEW.search(html)
    return _FILL.sub(" ", found.group(1) if found else text).strip()[:140]
