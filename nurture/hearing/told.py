"""What a provider or a report says of one of our mails, read into our own words. Pure.

Webhooks bring Anymail's events, mailboxes bring reports; hearing.events acts on what is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from nurture.models import MailEvent
from nurture.sending.refusals import Phase, RefusedError, Verdict, judge
from quizzes.cleantext import UnreadableTextError, clean_text

Kind = MailEvent.Kind
# Under this name a mail carries its own number along, where a provider keeps such notes.
NOTE = "delivery"
_KINDS: Mapping[str, Kind] = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.DEFERRED: Kind.DEFERRED,
    EventType.COMPLAINED: Kind.COMPLAINED,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBED,
}
# Why a provider did not even try.
_REJECTED: Mapping[str, Kind] = {
    RejectReason.BOUNCED: Kind.BOUNCED,
    RejectReason.INVALID: Kind.BOUNCED,
    RejectReason.UNSUBSCRIBED: Kind.UNSUBSCRIBED,
}
# How each provider says, beside Anymail's words, that a bounce is not for good.
_PASSING = frozenset({"soft", "transient", "undetermined", "softbounce", "blocked", "temporary"})
_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_CODE = re.compile(r"(?<!\d)([45]\d\d)(?!\d)")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_SAID_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """`names` are all a mail may be known by: its Message-ID, or the provider's own number.

    `delivery_id` is our own number of it, where the provider gave that note back: it counts only
    together with the recipient. `event_key` is the provider's number of the event, '' where it
    gives none. `said` holds no address of anybody.
    """

    provider: str
    kind: Kind
    occurred_at: datetime
    names: tuple[str, ...]
    event_key: str = ""
    recipient: str = ""
    said: str = ""
    delivery_id: int | None = None


def read_event(event: AnymailTrackingEvent, *, provider: str, now: datetime) -> Told | None:
    """None for what changes nothing here: queued, sent, and every open and click."""
    said = said_of(event.mta_response, event.description)
    kind = _kind_of(event, said)
    if kind is None:
        return None
    at = event.timestamp if event.timestamp is not None and event.timestamp < now else now
    return Told(
        provider=provider,
        kind=kind,
        # A machine's clock without a zone would not compare with ours.
        occurred_at=at if at.tzinfo is not None else now,
        names=tuple(dict.fromkeys(_names(event))),
        event_key=_key(event, kind),
        recipient=str(event.recipient or "").strip().lower(),
        said=said,
        delivery_id=_note(event),
    )


def said_of(*texts: object) -> str:
    """The words of a server, cleaned, without anybody's address."""
    joined = " | ".join(str(text) for text in texts if text)
    try:
        text = clean_text(_ADDRESS.sub("…", joined[: 4 * _SAID_LENGTH]), limit=_SAID_LENGTH)
    except UnreadableTextError:
        return ""
    return text


def bounce_kind(said: str, *, is_for_good: bool) -> Kind:
    """What the words of a server say about the address; `is_for_good` where they say nothing.

    A policy that refuses us (5.7.x), or our own sender's address, does not blame the person.
    """
    status, code = _STATUS.search(said), _CODE.search(said)
    if status is not None and status.group(1) == "4":
        return Kind.SOFT_BOUNCED
    if status is None and (code is None or code.group(1).startswith("4")):
        return Kind.BOUNCED if is_for_good and code is None else Kind.SOFT_BOUNCED
    number = int(code.group(1)) if code is not None and code.group(1)[0] == "5" else 550
    match judge(RefusedError(Phase.RECIPIENT, number, said)):
        case Verdict.BOUNCED:
            return Kind.BOUNCED
        case Verdict.STOP_PROVIDER | Verdict.STOP_ALL:
            return Kind.REJECTED
    # 5.2.2, a full mailbox, or 5.0.0, nothing in particular: five of these in a row will tell.
    return Kind.BOUNCED if is_for_good and not _is_passing_status(said) else Kind.SOFT_BOUNCED


def _is_passing_status(said: str) -> bool:
    return any(said.find(mark) >= 0 for mark in ("5.2.", "5.3.", "5.4.", "5.6."))


def _kind_of(event: AnymailTrackingEvent, said: str) -> Kind | None:
    if event.event_type == EventType.BOUNCED:
        is_for_good = event.reject_reason in (None, RejectReason.BOUNCED, RejectReason.INVALID)
        if _is_passing(event):
            return Kind.SOFT_BOUNCED
        return bounce_kind(said, is_for_good=is_for_good)
    if event.event_type in (EventType.REJECTED, EventType.FAILED):
        return _REJECTED.get(event.reject_reason or "", Kind.REJECTED)
    return _KINDS.get(event.event_type)


def _is_passing(event: AnymailTrackingEvent) -> bool:
    """Where the provider itself calls it a bounce of this time only."""
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    words = [str(event.description or "").partition(":")[0]]
    for key in ("Type", "type", "event", "severity", "bounceType"):
        words += [str(told[key])] if key in told else []
    for part in ("bounce", "data", "event-data"):
        inner = told.get(part)
        if isinstance(inner, Mapping):
            words += [str(inner.get(key, "")) for key in ("bounceType", "type", "severity")]
    if told.get("hard_bounce") is False:
        return True
    return any(
        piece in _PASSING
        for word in words
        for piece in (word.lower(), *re.split(r"[_\s-]", word.lower()))
    )


def _names(event: AnymailTrackingEvent) -> Iterator[str]:
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    mail = told.get("mail")
    common = mail.get("commonHeaders") if isinstance(mail, Mapping) else None
    headers = common if isinstance(common, Mapping) else {}
    for name in (
        metadata.get(NOTE),
        event.message_id,
        told.get("smtp-id"),
        told.get("message-id"),
        headers.get("messageId"),
    ):
        text = str(name or "").strip()
        if text and len(text) <= 200 and "\0" not in text:
            yield text


def _note(event: AnymailTrackingEvent) -> int | None:
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    text = str(metadata.get(NOTE) or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _key(event: AnymailTrackingEvent, kind: Kind) -> str:
    """One message of a provider may tell of several: so the kind and the mail belong to it."""
    if not event.event_id:
        return ""
    text = f"{event.event_id}:{kind.value}"
    return text if len(text) <= 200 and "\0" not in text else ""
