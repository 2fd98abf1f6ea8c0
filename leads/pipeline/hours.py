"""Working time: minutes that pass only while the business works. Pure; promises count with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# A business that is closed for longer than this promises nothing any more.
_FARTHEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """`days` as Python counts (Monday 0); opens before it closes; `is_holiday` of a local day."""

    days: frozenset[int]
    opens: time
    closes: time
    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def opened(self, day: date) -> tuple[datetime, datetime] | None:
        """When the business works that day, in UTC; None on a day off.

        A clock that is set forward past the opening still opens: the hours are what the wall says.
        """
        if day.weekday() not in self.days or self.is_holiday(day):
            return None
        begin = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        end = datetime.combine(day, self.closes, self.zone).astimezone(UTC)
        return (begin, end) if begin < end else None


def working_until(start: datetime, minutes: int, hours: WorkingHours) -> datetime | None:
    """The moment at which that many working minutes have passed since `start`; in UTC.

    None where no such day comes within 400 days. Never before `start`; with 0 minutes the next
    moment in working hours.
    """
    left = timedelta(minutes=minutes)
    day = start.astimezone(hours.zone).date()
    for _ahead in range(_FARTHEST_DAYS):
        spell = hours.opened(day)
        if spell is not None and spell[1] > start:
            begin = max(spell[0], start.astimezone(UTC))
            if begin + left <= spell[1]:
                return begin + left
            left -= spell[1] - begin
        day += timedelta(days=1)
    return None


def next_opening(after: datetime, hours: WorkingHours) -> datetime | None:
    """The first opening of a later day than that of `after`; None within 400 days."""
    day = after.astimezone(hours.zone).date()
    for _ahead in range(_FARTHEST_DAYS):
        day += timedelta(days=1)
        if spell := hours.opened(day):
            return spell[0]
    return None
