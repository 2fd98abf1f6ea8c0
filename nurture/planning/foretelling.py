"""The real times of the next mails for an example reader, as the editor shows them.

Pure; the studio asks for a draft, the rehearsal for a published series.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from nurture.document import SequenceDoc
from nurture.planning.calendar import next_due, next_open
from nurture.planning.caps import DAY_SPAN, WEEK_SPAN


def next_times(
    sequence: SequenceDoc,
    *,
    zone: str,
    start: datetime,
    count: int = 3,
    cap_day: int = 1,
    cap_week: int = 3,
) -> list[tuple[str, datetime]]:
    """Message key and moment in UTC of the first `count` mails, for who begins at `start`.

    As if each mail were sent the moment it is due, no condition left one out, and no other
    series wrote. The first mail of a series asked for by name is sent at once; the caps are
    those of nurture.rules and count the others.
    """
    anchor = start.astimezone(UTC)
    told: list[tuple[str, datetime]] = []
    counted: list[datetime] = []
    for index, message in enumerate(sequence.messages[:count]):
        if index or sequence.purpose != "series":
            moment = next_due(
                anchor=anchor, delay=message.delay, window=sequence.window, zone=zone, now=anchor
            )
            rested = _rested(counted, moment, cap_day=cap_day, cap_week=cap_week)
            is_working = message.delay.working_days
            anchor = next_open(rested, sequence.window, zone, is_working=is_working)
            counted.append(anchor)
        told.append((message.key, anchor))
    return told


def _rested(sent: Sequence[datetime], moment: datetime, *, cap_day: int, cap_week: int) -> datetime:
    """When both caps have room again: so many mails back is a span ago."""
    for most, span in ((cap_day, DAY_SPAN), (cap_week, WEEK_SPAN)):
        if len(sent) >= most:
            moment = max(moment, sent[-most] + span)
    return moment
