"""How the desk writes moments and points, each in the reader's language."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_bidi, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from leads import told as telling
from leads.warmth import COLD, HOT, WARM
from leads.whereabouts import clock_there

register = template.Library()

_INTEREST = {
    COLD: _("cold %(points)s"),
    WARM: _("warm %(points)s"),
    HOT: _("hot %(points)s"),
}


@register.filter
def when(moment: datetime, now: datetime) -> str:
    """As short as it stays clear: 09:58, Tue 09:58, 3 May, 3 May 2025."""
    then, today = localtime(moment), localtime(now)
    days = (today.date() - then.date()).days
    if days == 0:
        return date_format(then, _time())
    if 0 < days < 7:
        # Translators: Django's date format for a day of this week: Tue 09:58
        return date_format(then, pgettext("date format", "D H:i"))
    return _date(then) if then.year == today.year else _date_of_year(then)


@register.filter
def day(moment: datetime, now: datetime) -> str:
    """For a narrow column: 09:58 today, else Tue or 3 May."""
    then, today = localtime(moment), localtime(now)
    return date_format(then, "D") if 0 < (today.date() - then.date()).days < 7 else when(then, now)


@register.filter
def later(moment: datetime, earlier: datetime) -> str:
    """A moment told after another one: the time alone on the same day, else all of it."""
    then = localtime(moment)
    if earlier and localtime(earlier).date() == then.date():
        return date_format(then, _time())
    return exactly(moment)


@register.filter
def exactly(moment: datetime) -> str:
    """With year and minute: for proofs and for the title of a short form."""
    # Translators: Django's date format with year and minute: 3 May 2026, 14:00
    return date_format(localtime(moment), pgettext("date format", "j M Y, H:i"))


@register.filter
def told(label: str) -> str:
    """The line of an activity in the reader's language."""
    return telling.told(label)


@register.filter
def dated(moment: datetime) -> str:
    """With its weekday, for what is still to come: Tue 24 Nov, 09:30."""
    # Translators: Django's date format for a planned mail: Tue 24 Nov, 09:30
    return date_format(localtime(moment), pgettext("date format", "D j M, H:i"))


@register.filter
def there(zone: str, now: datetime) -> str:
    """What time it is where they are: 14:20 in Lisbon."""
    return clock_there(zone, now)


@register.filter
def signed(points: int) -> str:
    """+18, or minus 15 with the real minus sign; the sign stands first in every script."""
    mark = "\u200e" if get_language_bidi() else ""
    return f"{mark}+{points}" if points >= 0 else f"{mark}\u2212{-points}"


@register.filter
def grouped(number: int) -> str:
    """1,204, or 1.204 where that is how one writes it."""
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def interest(band: str, points: int) -> str:
    """The badge: hot 72."""
    return str(_INTEREST[band]) % {"points": points} if band in _INTEREST else str(points)


@register.filter
def percent(number: int) -> str:
    """40 %, or as the language sets it."""
    return gettext("%(number)s %%") % {"number": number}


def _time() -> str:
    # Translators: Django's date format for a time of day: 09:58
    return pgettext("date format", "H:i")


def _date(then: datetime) -> str:
    # Translators: Django's date format for a day of this year: 3 May
    return date_format(then, pgettext("date format", "j M"))


def _date_of_year(then: datetime) -> str:
    # Translators: Django's date format for a day of another year: 3 May 2025
    return date_format(then, pgettext("date format", "j M Y"))
