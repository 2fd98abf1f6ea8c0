"""Why a mail waited, written down at the mail: Delivery.holds, in the order in which it happened.

The hand-over and settling append; the ledger reads it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from typing_extensions import TypedDict

MOST = 20


class Hold(TypedDict):
    """`at` and `until` as ISO 8601 in UTC."""

    reason: str
    at: str
    until: str


def held(before: Sequence[Hold], *, reason: str, now: datetime, until: datetime) -> list[Hold]:
    """With this hold at the end; the same reason in a row is one hold that lasted longer.

    Of more than MOST the oldest are forgotten. Pure.
    """
    holds = list(before)
    at = now.isoformat()
    if holds and holds[-1]["reason"] == reason:
        at = holds.pop()["at"]
    return [*holds, Hold(reason=reason, at=at, until=until.isoformat())][-MOST:]
