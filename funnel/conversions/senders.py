"""Each sender's way to sign and to say that something was booked or bought.

The view calls them by the sender's name. Formats are those the senders publish; a message about
anything else is an Other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from funnel.conversions import telling
from funnel.conversions.signing import check_plain, check_timed, timed_parts
from funnel.conversions.telling import Data, HookError, Other, Told
from funnel.models import Connection, Conversion

BOOKED, BOUGHT = Conversion.Kind.BOOKED, Conversion.Kind.BOUGHT
# Stripe's amounts are whole cents, but for currencies that it counts whole or in thousandths.
_WHOLE = (
    *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"),
    *("XAF", "XOF", "XPF"),
)
_THOUSANDTHS = ("BHD", "JOD", "KWD", "OMR", "TND")


@dataclass(frozen=True, slots=True)
class Message:
    headers: Mapping[str, str]
    body: bytes
    secret: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Sender:
    """`check` raises HookError for a message that is not theirs, `read` for an unreadable one.

    `keeps_trying`: it sends again what was not taken, so an unknown key is no failure to it.
    """

    kind: Connection.Kind
    way: Conversion.Way
    check: Callable[[Message], None]
    read: Callable[[Data], Told | Other]
    most_bytes: int = 65_536
    keeps_trying: bool = True


def _check_shop(message: Message) -> None:
    given = message.headers.get("X-Smallyes-Signature", "")
    check_timed(
        timestamp=message.headers.get("X-Smallyes-Timestamp", ""),
        signatures=[given.removeprefix("sha256=")] if given.startswith("sha256=") else [],
        secret=message.secret,
        body=message.body,
        now=message.now,
    )


def _check_timed_header(name: str) -> Callable[[Message], None]:
    def check(message: Message) -> None:
        timestamp, signatures = timed_parts(message.headers.get(name, ""))
        check_timed(
            timestamp=timestamp,
            signatures=signatures,
            secret=message.secret,
            body=message.body,
            now=message.now,
        )

    return check


def _check_cal(message: Message) -> None:
    signature = message.headers.get("X-Cal-Signature-256", "")
    check_plain(signature=signature, secret=message.secret, body=message.body)


def _read_shop(data: Data) -> Told:
    kind = telling.text(data, "kind", limit=20)
    if kind not in (BOOKED, BOUGHT):
        raise HookError(400, "“kind” is to be “bought” or “booked”.")
    key, external_id = telling.text(data, "key", limit=60), telling.text(data, "id")
    if not key or not external_id:
        raise HookError(400, "“key” and “id” are needed: whose it is, and your number for it.")
    if not telling.key_of(key):
        raise HookError(404, "We know no visitor by this key.")
    amount, currency = telling.money(data)
    at = telling.moment(data, "at")
    return Told(kind, external_id, key, amount, currency, at)


def _read_stripe(data: Data) -> Told | Other:
    event, session = telling.text(data, "type"), telling.part(data, "data", "object")
    is_checkout = event in (
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
    )
    if not is_checkout or session.get("payment_status") != "paid":
        return Other(event)
    currency = telling.text(session, "currency", limit=20).upper()
    amount, currency = telling.money(
        {"amount": _stripe_amount(session.get("amount_total"), currency), "currency": currency}
    )
    return Told(
        BOUGHT,
        # A payment that arrives late is told by a second event about the same checkout.
        telling.text(session, "id") or _needed(data, "id"),
        telling.key_of(telling.text(session, "client_reference_id", limit=200)),
        amount,
        currency,
        _seconds(data.get("created")),
    )


def _stripe_amount(value: object, currency: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**13:
        raise HookError(400, "“amount_total” is to be a whole number.")
    if currency in _WHOLE:
        return Decimal(value)
    return (Decimal(value) / (1000 if currency in _THOUSANDTHS else 100)).quantize(Decimal("0.01"))


def _read_cal(data: Data) -> Told | Other:
    event, booking = telling.text(data, "triggerEvent"), telling.part(data, "payload")
    if event != "BOOKING_CREATED":
        return Other(event)
    guests = booking.get("attendees")
    first: Any = guests[0] if isinstance(guests, list) and guests else {}
    return Told(
        BOOKED,
        _needed(booking, "uid"),
        telling.key_of(telling.text(telling.part(booking, "metadata"), "ref", limit=200)),
        at=telling.moment(data, "createdAt"),
        email=telling.text(first, "email", limit=320) if isinstance(first, dict) else "",
    )


def _read_calendly(data: Data) -> Told | Other:
    event, booking = telling.text(data, "event"), telling.part(data, "payload")
    if event != "invitee.created":
        return Other(event)
    return Told(
        BOOKED,
        _needed(booking, "uri"),
        telling.key_of(telling.text(telling.part(booking, "tracking"), "utm_content", limit=200)),
        at=telling.moment(data, "created_at"),
        email=telling.text(booking, "email", limit=320),
    )


def _needed(data: Data, name: str) -> str:
    found = telling.text(data, name)
    if not found:
        raise HookError(400, f"“{name}” is missing: we could not tell this message from another.")
    return found


def _seconds(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**10:
        return None
    return datetime.fromtimestamp(value, UTC)


SENDERS: Mapping[str, Sender] = {
    "conversion": Sender(
        Connection.Kind.CONVERSION,
        Conversion.Way.HOOK,
        _check_shop,
        _read_shop,
        most_bytes=16_384,
        keeps_trying=False,
    ),
    "stripe": Sender(
        Connection.Kind.STRIPE,
        Conversion.Way.STRIPE,
        _check_timed_header("Stripe-Signature"),
        _read_stripe,
    ),
    "cal": Sender(Connection.Kind.CAL, Conversion.Way.CALENDAR, _check_cal, _read_cal),
    "calendly": Sender(
        Connection.Kind.CALENDLY,
        Conversion.Way.CALENDAR,
        _check_timed_header("Calendly-Webhook-Signature"),
        _read_calendly,
    ),
}
