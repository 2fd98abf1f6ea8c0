from __future__ import annotations

from datetime import timedelta

from nurture.sending.holding import MOST, Hold, held
from tests.leads.factories import NOW

HOUR = timedelta(hours=1)


def test_held_renews_the_same_reason_and_keeps_the_last_twenty() -> None:
    holds: list[Hold] = []
    for hour, reason in enumerate(["replied", "replied", "cap_day"]):
        at = NOW + hour * HOUR
        holds = held(holds, reason=reason, now=at, until=at + HOUR)

    assert holds == [
        {
            "reason": "replied",
            "at": NOW.isoformat(),
            "until": (NOW + 2 * HOUR).isoformat(),
        },
        {
            "reason": "cap_day",
            "at": (NOW + 2 * HOUR).isoformat(),
            "until": (NOW + 3 * HOUR).isoformat(),
        },
    ]
    for number in range(50):
        holds = held(holds, reason=str(number), now=NOW, until=NOW)
    assert [hold["reason"] for hold in holds] == [str(number) for number in range(50 - MOST, 50)]
