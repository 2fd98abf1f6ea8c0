"""When the next mail of a series is due: wall-clock intent in a time zone, to a moment in UTC.

Pure. Called when a person comes on a series, when a mail of it is done with, and when one
that waited too long has to find its next open hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nurture.document import DelayDoc, WindowDoc
from nurture.planning.days import is_allowed, working_day_after
from nurture.planning.zones import zone_or_utc

# No series and no marketing is written at night, whatever the window says.
QUIET_UNTIL = time(8)
QUIET_FROM = time(21)

# Holidays leave a window a day in each year, so two of them are at most two years apart.
_DAYS_AHEAD = 740
_LAST_DAY = date(9990, 1, 1)


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

    `anchor` is when the mail before was sent. Days without a clock time and hours are elapsed
    time; a working day without one is over at the anchor's time of day. With a `pace` a day
    lasts that long, and clock times, window and quiet hours are set aside.
    """
    anchor, now = anchor.astimezone(UTC), now.astimezone(UTC)
    if pace is not None:
        return max(anchor + pace * delay.days + pace * delay.hours / 24, now)
    tz, floor = zone_or_utc(zone), max(anchor, now)
    if delay.at is None and not delay.working_days:
        wanted = anchor + timedelta(days=delay.days, hours=delay.hours)
        return next_open(max(wanted, now), window, zone)
    local = anchor.astimezone(tz)
    clock = local.time() if delay.at is None else time.fromisoformat(delay.at)
    first = local.date() + timedelta(days=delay.days)
    if delay.working_days:
        first = working_day_after(local.date(), delay.days, window)
    if delay.at is None:
        wanted = max(datetime.combine(first, clock, tz).astimezone(UTC), floor)
        return next_open(wanted, window, zone, is_working=True)
    return _first_open(first, clock, floor, window, tz, is_working=delay.working_days)


def next_open(
    moment: datetime, window: WindowDoc, zone: str, *, is_working: bool = False
) -> datetime:
    """The moment itself where the window is open, else when it opens next."""
    if is_open(moment, window, zone, is_working=is_working):
        return moment.astimezone(UTC)
    tz, (opens, _closes) = zone_or_utc(zone), _hours(window)
    day, floor = moment.astimezone(tz).date(), moment.astimezone(UTC)
    return _first_open(day, opens, floor, window, tz, is_working=is_working)


def is_open(moment: datetime, window: WindowDoc, zone: str, *, is_working: bool = False) -> bool:
    """Whether a series may write at this moment: an allowed day, inside the hours.

    `is_working` is that of a mail whose delay counts working days: Monday to Friday only.
    """
    local = moment.astimezone(zone_or_utc(zone))
    opens, closes = _hours(window)
    if not opens <= local.time() < closes:
        return False
    return is_allowed(local.date(), window, is_working=is_working)


def _hours(window: WindowDoc) -> tuple[time, time]:
    """Opening and closing inside the quiet hours; a window that never opens is the whole day."""
    opens = max(time.fromisoformat(window.opens), QUIET_UNTIL)
    closes = min(time.fromisoformat(window.closes), QUIET_FROM)
    return (opens, closes) if opens < closes else (QUIET_UNTIL, QUIET_FROM)


def _first_open(
    first: date,
    clock: time,
    floor: datetime,
    window: WindowDoc,
    tz: ZoneInfo,
    *,
    is_working: bool,
) -> datetime:
    """The first day from `first` on whose `clock`, moved into the window, is not over."""
    for moment in _moments(first, clock, floor.astimezone(tz).date(), window, tz):
        if moment >= floor and is_open(moment, window, tz.key, is_working=is_working):
            return moment
    return floor


def _moments(
    first: date, clock: time, today: date, window: WindowDoc, tz: ZoneInfo
) -> Iterator[datetime]:
    opens, closes = _hours(window)
    if clock >= closes:
        first, clock = first + timedelta(days=1), opens
    # Days before today are over; asked again later, the same day is found.
    first = min(max(first, today), _LAST_DAY)
    clock = max(clock, opens)
    for days in range(_DAYS_AHEAD):
        # A clock time that a zone leaves out moves on by the gap; one that comes twice is the
        # first of the two.
        yield datetime.combine(first + timedelta(days=days), clock, tz).astimezone(UTC)
