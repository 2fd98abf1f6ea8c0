"""When the next mail of a series is due: wall-clock intent in a time zone, to a moment in UTC.

Pure. Called when a person comes on a series, when a mail of it is done with, and when one
that waited too long has to find its next open hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nurture.document import DelayDoc, WindowDoc

# No series and no marketing is written at night, whatever the window says.
QUIET_UNTIL = time(8)
QUIET_FROM = time(21)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# One allowed weekday is at most seven days away; a zone that skipped that very day needs another.
_DAYS_AHEAD = 22


def next_due(
    *,
    anchor: datetime,
    delay: DelayDoc,
    window: WindowDoc,
    zone: str,
    now: datetime,
    pace: timedelta | None = None,
) -> datetime:
    """The moment in UTC, never before `anchor` and never before `now`.

    `anchor` is when the mail before was sent. With a `pace` a day lasts that long, and clock
    times, window and quiet hours are set aside.
    """
    if pace is not None:
        return max(anchor + delay.days * pace, now)
    if delay.at is None:
        return next_open(max(anchor + timedelta(days=delay.days), now), window, zone)
    tz = zone_or_utc(zone)
    floor = max(anchor, now).astimezone(UTC)
    first = anchor.astimezone(tz).date() + timedelta(days=delay.days)
    first = max(first, floor.astimezone(tz).date())
    return _first_open(first, time.fromisoformat(delay.at), floor, window, tz)


def next_open(moment: datetime, window: WindowDoc, zone: str) -> datetime:
    """The moment itself where the window is open, else when it opens next."""
    if is_open(moment, window, zone):
        return moment.astimezone(UTC)
    tz = zone_or_utc(zone)
    opens, _ = _hours(window)
    return _first_open(moment.astimezone(tz).date(), opens, moment.astimezone(UTC), window, tz)


def is_open(moment: datetime, window: WindowDoc, zone: str) -> bool:
    """Whether a series may write at this moment: an allowed day, inside the hours."""
    local = moment.astimezone(zone_or_utc(zone))
    opens, closes = _hours(window)
    return _WEEKDAYS[local.weekday()] in window.days and opens <= local.time() < closes


@lru_cache(maxsize=256)
def zone_or_utc(name: str) -> ZoneInfo:
    """The zone, or UTC for a name that nobody knows (zones are renamed now and then)."""
    try:
        return ZoneInfo(name)
    # A folder's name is an OSError, a path outside the database a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _hours(window: WindowDoc) -> tuple[time, time]:
    """Opening and closing inside the quiet hours; a window that never opens is the whole day."""
    opens = max(time.fromisoformat(window.opens), QUIET_UNTIL)
    closes = min(time.fromisoformat(window.closes), QUIET_FROM)
    return (opens, closes) if opens < closes else (QUIET_UNTIL, QUIET_FROM)


def _first_open(
    first: date, clock: time, floor: datetime, window: WindowDoc, tz: ZoneInfo
) -> datetime:
    """The first day from `first` on whose `clock`, moved into the window, is not over."""
    for moment in _moments(first, clock, window, tz):
        if moment >= floor and is_open(moment, window, tz.key):
            return moment
    return floor


def _moments(first: date, clock: time, window: WindowDoc, tz: ZoneInfo) -> Iterator[datetime]:
    opens, closes = _hours(window)
    if clock >= closes:
        first, clock = first + timedelta(days=1), opens
    clock = max(clock, opens)
    for days in range(_DAYS_AHEAD):
        # A clock time that a zone leaves out moves on by the gap; one that comes twice is the
        # first of the two.
        yield datetime.combine(first + timedelta(days=days), clock, tz).astimezone(UTC)
