"""Where a person is by their clock: a zone's name as people say it, and the time there.

The desk shows it beside the name; the mails of a person are told in that zone.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def place_of(zone: str) -> str:
    """Lisbon, of Europe/Lisbon."""
    return zone.rpartition("/")[2].replace("_", " ")


def clock_there(zone: str, now: datetime) -> str:
    """14:20 in Lisbon; '' where no zone is known, or one that is not known any more."""
    if not zone:
        return ""
    try:
        there = now.astimezone(ZoneInfo(zone))
    # A folder's name is an OSError, a path outside the database a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    # Translators: Django's date format for a time of day: 09:58
    clock = date_format(there, pgettext("date format", "H:i"))
    return _("%(time)s in %(place)s") % {"time": clock, "place": place_of(zone)}
