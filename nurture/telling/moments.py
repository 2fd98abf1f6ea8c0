"""Times and delays as the ledger and the dry run say them: short, in the person's own zone.

Callers stand inside timezone.override(); nothing here asks whose time it is.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from nurture.document import DelayDoc


def moment(at: datetime) -> str:
    """Tue 24 Nov, 09:30"""
    # Translators: Django's date format for a planned mail: Tue 24 Nov, 09:30
    return date_format(localtime(at), pgettext("date format", "D j M, H:i"))


def until(at: datetime, since: datetime) -> str:
    """The time alone on the same day, else the day with it."""
    there, then = localtime(at), localtime(since)
    if there.date() == then.date():
        return time_format(there.time(), pgettext("date format", "H:i"))
    return moment(at)


def delay_words(delay: DelayDoc, *, number: int) -> str:
    """How long after the mail before: 2 days after mail 1 at 09:30. `number` is its own."""
    before = _("the start") if number == 1 else _("mail %(number)s") % {"number": number - 1}
    if delay.hours:
        span = ngettext("%(n)s hour", "%(n)s hours", delay.hours) % {"n": delay.hours}
    elif not delay.days:
        return _same_day(delay, before)
    elif delay.working_days:
        span = ngettext("%(n)s working day", "%(n)s working days", delay.days) % {"n": delay.days}
    else:
        span = ngettext("%(n)s day", "%(n)s days", delay.days) % {"n": delay.days}
    words = {"span": span, "before": before, "clock": delay.at or ""}
    if delay.at:
        return _("%(span)s after %(before)s, at %(clock)s") % words
    return _("%(span)s after %(before)s") % words


def _same_day(delay: DelayDoc, before: str) -> str:
    words = {"before": before, "clock": delay.at or ""}
    if delay.at:
        return _("the same day as %(before)s, at %(clock)s") % words
    return _("right after %(before)s") % words
