"""Who sends a message: its signature over the raw body, and how old it may be.

Every comparison takes the same time, whatever was sent. Secrets stand in Connection rows.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from funnel.conversions.telling import HookError

TOLERANCE = timedelta(minutes=5)
_SECONDS = re.compile(r"^[0-9]{1,12}\Z")


def signed(secret: str, message: bytes) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def is_same(given: str, expected: str) -> bool:
    # Headers may hold any byte; comparing text refuses what is not ASCII with an error.
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def check_plain(*, signature: str, secret: str, body: bytes) -> None:
    """The signature is that of the body alone. Raises HookError."""
    if not signature:
        raise HookError(401, "The signature is missing.")
    if not is_same(signature.strip().lower(), signed(secret, body)):
        raise HookError(401, "The signature is not that of this message with your secret.")


def check_timed(
    *, timestamp: str, signatures: list[str], secret: str, body: bytes, now: datetime
) -> None:
    """One of the signatures is that of `timestamp.body`, and the time is about now.

    Raises HookError.
    """
    if not timestamp or not any(signatures):
        raise HookError(401, "The time or the signature of this message is missing.")
    if not _SECONDS.match(timestamp):
        raise HookError(401, "The time of this message is to be seconds since 1970.")
    expected = signed(secret, timestamp.encode() + b"." + body)
    if not any(is_same(each.strip().lower(), expected) for each in signatures):
        raise HookError(401, "The signature is not that of this message with your secret.")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise HookError(401, "This message is older than five minutes, or its clock is wrong.")


def timed_parts(header: str) -> tuple[str, list[str]]:
    """Time and signatures of a header like `t=1700000000,v1=…,v1=…`."""
    pairs = [each.strip().partition("=") for each in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    return (times[0] if len(times) == 1 else ""), [v for name, _, v in pairs if name == "v1"]


def link_signature(
    secret: str, *, key: str, kind: str, amount: str, currency: str, external_id: str
) -> str:
    """Of a signed link: over its parts exactly as they are written in it."""
    return signed(secret, "|".join([key, kind, amount, currency, external_id]).encode())
