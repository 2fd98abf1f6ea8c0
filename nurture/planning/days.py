"""Which days a series may write on: weekdays, and nobody's public holidays.

Pure, but for the tables of the holidays library. The calendar asks.
"""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from functools import lru_cache

import holidays

from nurture.document import WindowDoc

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1970, 9000


def is_allowed(day: date, window: WindowDoc, *, is_working: bool = False) -> bool:
    """Whether mails go out on this day; with `is_working` on Monday to Friday only.

    Holidays that would leave a window no day in a whole year are set aside, and so are working
    days where a window has none: its days go first.
    """
    days = days_of(window, is_working=is_working)
    if _WEEKDAYS[day.weekday()] not in days:
        return False
    if day not in _free_days(window.holidays, day.year):
        return True
    return not _leaves_days(days, window.holidays, day.year)


def is_working_day(day: date, window: WindowDoc) -> bool:
    """Monday to Friday and no holiday of the window."""
    return day.weekday() < 5 and day not in _free_days(window.holidays, day.year)


def working_day_after(day: date, count: int, window: WindowDoc) -> date:
    """`count` working days after this one; 0: the day itself if it is one, else the next."""
    if not count:
        return day if is_working_day(day, window) else working_day_after(day, 1, window)
    # A year of any country has far more than 60 working days.
    for _step in range(count * 7 + 60):
        day += _DAY
        count -= is_working_day(day, window)
        if not count:
            break
    return day


def days_of(window: WindowDoc, *, is_working: bool) -> frozenset[str]:
    allowed = frozenset(window.days)
    return (allowed & frozenset(_WEEKDAYS[:5]) or allowed) if is_working else allowed


@lru_cache(maxsize=512)
def _free_days(place: str, year: int) -> frozenset[date]:
    """The public holidays there; none of a country that nobody knows. A part that is not known
    has those of its country."""
    country, _dash, part = place.partition("-")
    if not country or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return frozenset()
    for subdivision in (part or None, None):
        try:
            with warnings.catch_warnings():
                # It says so where it knows some years of a moon calendar only.
                warnings.simplefilter("ignore")
                found = holidays.country_holidays(country, subdiv=subdivision, years=year)
                return frozenset(day for day in found if day.year == year)
        except Exception:  # noqa: BLE001, S112  # its tables are made by hand; a mail goes out anyway
            continue
    return frozenset()


@lru_cache(maxsize=2048)
def _leaves_days(days: frozenset[str], place: str, year: int) -> bool:
    first, free = date(year, 1, 1), _free_days(place, year)
    each_day = (first + number * _DAY for number in range(365))
    return any(_WEEKDAYS[day.weekday()] in days and day not in free for day in each_day)
