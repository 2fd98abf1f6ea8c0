"""Reports that come as mails: undeliverable (RFC 3464), or marked as spam (RFC 5965).

A plain mail server has no webhooks; what it has to say lands in the mailbox of replies. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage, Message
from email.utils import parseaddr

from nurture.hearing.letters import content, header
from nurture.hearing.told import Kind, Told, bounce_kind, said_of

PROVIDER = "mailbox"
_MOST_TEXT = 20_000
_NAME = re.compile(r"(?im)^(?:X-Original-)?Message-ID\s*:\s*(<[^<>\s]{3,190}>)")
_ANY_NAME = re.compile(r"<\d{1,18}\.[0-9a-f]{20}@[^<>\s]{1,150}>")
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)\b", re.IGNORECASE)
_ACTIONS = {"delivered": Kind.DELIVERED, "relayed": None, "expanded": None}


def read_report(message: EmailMessage, *, now: datetime) -> Told | None:
    """None where the mail is no report, or says nothing of a mail of ours."""
    kind = message.get_content_type()
    report = str(message.get_param("report-type", "") or "").lower()
    if kind == "multipart/report" and report == "feedback-report":
        return _complaint(message, now)
    if kind == "multipart/report" and report in ("delivery-status", ""):
        return _bounce(message, now)
    return _plain(message, now) if _is_from_a_machine(message) else None


def is_report(message: EmailMessage) -> bool:
    """Whether a machine reports something, whatever it is: that is nobody's reply."""
    return message.get_content_type() == "multipart/report" or _is_from_a_machine(message)


def _bounce(message: EmailMessage, now: datetime) -> Told | None:
    """The first recipient's fields decide: our mails have one recipient."""
    fields = next((each for each in _status_blocks(message) if each.get("Action")), None)
    if fields is None:
        return _plain(message, now)
    action = str(fields.get("Action", "")).split()[0].lower()
    said = said_of(fields.get("Status"), fields.get("Diagnostic-Code"))
    if action in _ACTIONS:
        found = _ACTIONS[action]
    else:
        found = Kind.DEFERRED if action == "delayed" else bounce_kind(said, is_for_good=True)
    names = tuple(dict.fromkeys(_names(message)))
    if found is None or not names:
        return None
    return _told(message, found, names, said, now)


def _complaint(message: EmailMessage, now: datetime) -> Told | None:
    text = "\n".join(_texts(message, ("message/feedback-report",)))
    if re.search(r"^Feedback-Type\s*:\s*not-spam", text, re.IGNORECASE | re.MULTILINE):
        return None
    names = tuple(dict.fromkeys(_names(message)))
    return _told(message, Kind.COMPLAINED, names, "", now) if names else None


def _plain(message: EmailMessage, now: datetime) -> Told | None:
    """Old servers write a letter: the first status in it counts, the mail's name says whose."""
    text = "\n".join(_texts(message, ("text/plain", "text/html")))
    status = _STATUS.search(text)
    names = tuple(dict.fromkeys(_names(message)))
    if status is None or not names:
        return None
    start = max(0, text.rfind("\n", 0, status.start()))
    end = text.find("\n", status.end())
    said = said_of(text[start : end if end > 0 else None])
    return _told(message, bounce_kind(said, is_for_good=True), names, said, now)


def _told(
    message: EmailMessage, kind: Kind, names: tuple[str, ...], said: str, now: datetime
) -> Told:
    return Told(
        provider=PROVIDER,
        kind=kind,
        occurred_at=now,
        names=names,
        event_key=header(message, "Message-ID", 150),
        said=said,
    )


def _is_from_a_machine(message: EmailMessage) -> bool:
    sender = parseaddr(header(message, "From", 1_000))[1]
    is_returned = header(message, "Return-Path", 300) == "<>"
    return bool(_DAEMON.match(sender)) or (is_returned and "@" not in sender)


def _status_blocks(message: EmailMessage) -> Iterator[Message]:
    """The fields of a message/delivery-status: Python reads each block as a message of its own."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (each for each in blocks if isinstance(each, Message))


def _names(message: EmailMessage) -> Iterator[str]:
    """Of our mail: in the returned message or its headers, else anywhere in the text."""
    for part in message.walk():
        if part is message:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            yield from _NAME.findall(content(part)[:_MOST_TEXT])
        elif found := header(part, "Message-ID", 250):
            yield found
    for name in ("In-Reply-To", "References"):
        yield from _ANY_NAME.findall(header(message, name, 2_000))
    for text in _texts(message, ("text/plain", "text/html")):
        yield from _NAME.findall(text)
        yield from _ANY_NAME.findall(text)


def _texts(message: EmailMessage, kinds: tuple[str, ...]) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() in kinds:
            inner = part.get_payload()
            if isinstance(inner, list):
                yield "\n".join(str(each) for each in inner)[:_MOST_TEXT]
            else:
                yield content(part)[:_MOST_TEXT]
