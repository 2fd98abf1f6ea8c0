"""What a message of another system says, read into plain values or refused in a sentence.

The senders' own rooms call it; the sentences are for whoever built the other side.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime

from quizzes.cleantext import UnreadableTextError, clean_text

LONGEST_ID = 180
_KEY = re.compile(r"^[A-Za-z0-9_-]{22}\Z")
_CURRENCY = re.compile(r"^[A-Za-z]{3}\Z")
_MOST = Decimal(10) ** 10

# Any: JSON as it was read.
Data = Mapping[str, Any]


class HookError(Exception):
    """The message is not taken; `status` is that of the answer, str() a sentence for it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Told:
    """`kind` is booked or bought. `key` is a visit's conversion key or ''; then a calendar's
    `email` may name the person. The address is read and never kept."""

    kind: str
    external_id: str
    key: str = ""
    amount: Decimal | None = None
    currency: str = ""
    at: datetime | None = None
    email: str = ""

    def kept(self) -> dict[str, str]:
        """What is written down of it, and compared when the same id comes again."""
        amount = "" if self.amount is None else f"{self.amount:.2f}"
        return {
            "kind": self.kind,
            "key": self.key,
            "amount": amount,
            "currency": self.currency,
        }


@dataclass(frozen=True, slots=True)
class Other:
    """A message about something else; `kind` is what its sender calls it."""

    kind: str


def read_json(body: bytes) -> Data:
    """The object of the body; numbers come exactly. Raises HookError."""
    try:
        data = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise HookError(400, "The body is not JSON that we can read.") from error
    if not isinstance(data, dict):
        raise HookError(400, "The body is to be a JSON object.")
    return data


def part(data: Data, *names: str) -> Data:
    """An object inside; empty where there is none."""
    for name in names:
        found = data.get(name)
        data = found if isinstance(found, dict) else {}
    return data


def text(data: Data, name: str, *, limit: int = LONGEST_ID) -> str:
    """A short text, '' where there is none. Raises HookError for one nobody can read."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise HookError(400, f"“{name}” is to be a text.")
    try:
        cleaned = clean_text(value, limit=limit + 1)
    except UnreadableTextError as error:
        raise HookError(400, f"“{name}” has characters in it that we cannot read.") from error
    if len(cleaned) > limit:
        raise HookError(400, f"“{name}” is longer than {limit} characters.")
    return cleaned


def key_of(value: str) -> str:
    """A conversion key, or '' for what is none."""
    return value if _KEY.match(value) else ""


def money(data: Data) -> tuple[Decimal | None, str]:
    """`amount` and `currency`, both or neither. Raises HookError."""
    amount, currency = data.get("amount"), text(data, "currency", limit=20)
    if amount is None and not currency:
        return None, ""
    if amount is None or not currency:
        raise HookError(400, "“amount” and “currency” come together or not at all.")
    if not _CURRENCY.match(currency):
        raise HookError(400, "“currency” is three letters, like EUR.")
    return amount_of(amount), currency.upper()


def amount_of(value: object) -> Decimal:
    """Raises HookError for what is no amount of money."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise HookError(400, '“amount” is to be a number, like 49 or "49.00".')
    try:
        amount = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation as error:
        raise HookError(400, '“amount” is to be a number, like 49 or "49.00".') from error
    if not amount.is_finite() or not 0 <= amount < _MOST:
        raise HookError(400, "“amount” is to be 0 or more, and below 10 000 000 000.")
    if amount != amount.quantize(Decimal("0.01")):
        raise HookError(400, "“amount” has two digits behind the point at most.")
    return amount.quantize(Decimal("0.01"))


def moment(data: Data, name: str) -> datetime | None:
    """An aware time; None where there is none or nobody can tell which it is."""
    value = data.get(name)
    try:
        at = parse_datetime(value[:40]) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _no_number(name: str) -> float:
    raise ValueError(name)
