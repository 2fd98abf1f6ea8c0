"""How the desk writes moments and points."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def when(moment: datetime, now: datetime) -> str:
    """As short as it stays clear: 09:58, Tue 09:58, 3 May, 3 May 2025."""
    then, today = localtime(moment), localtime(now)
    days = (today.date() - then.date()).days
    if days == 0:
        return date_format(then, "H:i")
    if 0 < days < 7:
        return date_format(then, "D H:i")
    return date_format(then, "j M" if then.year == today.year else "j M Y")


@register.filter
def day(moment: datetime, now: datetime) -> str:
    """For a narrow column: 09:58 today, else Tue or 3 May."""
    return when(moment, now).split(" ")[0] if _is_this_week(moment, now) else when(moment, now)


@register.filter
def later(moment: datetime, earlier: datetime) -> str:
    """A moment told after another one: the time alone on the same day, else all of it."""
    then = localtime(moment)
    if earlier and localtime(earlier).date() == then.date():
        return date_format(then, "H:i")
    return exactly(moment)


@register.filter
def exactly(moment: datetime) -> str:
    """With year and minute: for proofs and for the title of a short form."""
    return date_format(localtime(moment), "j M Y, H:i")


@register.filter
def signed(points: int) -> str:
    """+18, or minus 15 with the real minus sign."""
    return f"+{points}" if points >= 0 else f"\u2212{-points}"


@register.filter
def grouped(number: int) -> str:
    """1,204."""
    return f"{number:,}"


def _is_this_week(moment: datetime, now: datetime) -> bool:
    return 0 <= (localtime(now).date() - localtime(moment).date()).days < 7
