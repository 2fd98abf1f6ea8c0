"""An incoming mail, read: who wrote what in answer to which of ours, and whether a machine did.

Pure. Webhooks and the mailbox hand in parsed messages; nothing of a message is trusted, and
whatever cannot be read is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from inscriptis import get_text

from nurture.hearing.quotes import own_words
from quizzes.cleantext import UnreadableTextError, clean_text

TEXT_LENGTH = 10_000
SUBJECT_LENGTH = 300
SENDER_LENGTH = 254
# More than anybody writes; a quoted history of years is cut before any work is done on it.
_MOST_READ = 400_000
_MOST_NAMES = 50
_NAME = re.compile(r"<[^<>\s]{3,250}>")
_MACHINE_PRECEDENCE = ("bulk", "auto_reply", "junk", "list")
_OUT_OF_OFFICE = re.compile(
    r"^\W*(?:"
    r"automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|"
    r"automatische antwort|abwesenheit|abwesend|nicht im büro|"
    r"respuesta automática|fuera de (?:la )?oficina|"
    r"رد تلقائي|رد آلي|خارج المكتب"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """`name` is its Message-ID or ''; `answers` are those of the mails before it, newest first."""

    name: str
    sender: str
    subject: str
    text: str
    answers: tuple[str, ...] = ()
    is_automatic: bool = False


def read_letter(message: EmailMessage) -> IncomingMail:
    """Never raises for anything a message may hold."""
    subject = header(message, "Subject", SUBJECT_LENGTH)
    return IncomingMail(
        name=next(iter(_NAME.findall(header(message, "Message-ID", 300))), "")[:200],
        sender=parseaddr(header(message, "From", 1_000))[1][:SENDER_LENGTH],
        subject=subject,
        text=own_words(_text(message))[:TEXT_LENGTH],
        answers=tuple(dict.fromkeys(_answers(message))),
        is_automatic=_is_automatic(message, subject),
    )


def header(message: EmailMessage, name: str, limit: int) -> str:
    """One line, cleaned; '' where it is missing or cannot be read."""
    try:
        return clean_text(str(message.get(name, "")), limit=limit)
    except Exception:  # noqa: BLE001  # Python's header parser trips over some of what spam sends
        return ""


def _answers(message: EmailMessage) -> Iterator[str]:
    yield from _NAME.findall(header(message, "In-Reply-To", 1_000))[:1]
    yield from reversed(_NAME.findall(header(message, "References", 8_000))[-_MOST_NAMES:])


def _is_automatic(message: EmailMessage, subject: str) -> bool:
    """By RFC 3834, and by what came before it and is still sent."""
    submitted = header(message, "Auto-Submitted", 100).lower()
    if submitted and not submitted.startswith("no"):
        return True
    if any(header(message, name, 100) for name in ("X-Autoreply", "X-Autorespond")):
        return True
    suppressed = header(message, "X-Auto-Response-Suppress", 100).lower()
    precedence = header(message, "Precedence", 40).lower()
    is_bulk = precedence in _MACHINE_PRECEDENCE or suppressed in ("all", "oof", "autoreply")
    return is_bulk or _OUT_OF_OFFICE.match(subject) is not None


def _text(message: EmailMessage) -> str:
    plain = html = ""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "text/plain" and not plain.strip():
            plain = content(part)
        elif kind == "text/html" and not html.strip():
            html = content(part)
    return _cleaned(plain if plain.strip() else _from_html(html))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """What is to be read; attachments are passed over and never kept."""
    for part in message.walk():
        if not part.is_multipart() and part.get_content_disposition() != "attachment":
            yield part


def content(part: EmailMessage) -> str:
    """The text of one part, whatever it says of its encoding; '' where there is none."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        charset = part.get_content_charset() or "utf-8"
        return raw[:_MOST_READ].decode(charset, "replace")
    except (LookupError, ValueError):
        return raw[:_MOST_READ].decode("utf-8", "replace")


def _from_html(html: str) -> str:
    try:
        return str(get_text(html)) if html.strip() else ""
    except Exception:  # noqa: BLE001  # whatever a mail's HTML does to the parser: no text then
        return ""


def _cleaned(text: str) -> str:
    text = text.replace("\0", "")
    lone = re.sub(r"[\ud800-\udfff]", "", text)
    try:
        return clean_text(lone, limit=_MOST_READ // 4, is_multiline=True)
    except UnreadableTextError:
        return ""
