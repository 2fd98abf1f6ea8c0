"""Whose clock a mail keeps to: the reader's own time zone where it is known.

Planning, the hand-over and foretelling ask here; a name nobody knows never raises.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leads.models import Lead
from nurture.planning.versions import SeriesContent

_NAME = re.compile(r"[A-Za-z0-9_+-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,3}")
# Files beside the zones: the machine's own time, none at all, and zones that count leap seconds.
_NO_ZONES = ("localtime", "Factory", "posixrules")
_NO_FOLDERS = ("posix/", "right/")


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether the time zone database knows it, under its present name or an older one."""
    if not _NAME.fullmatch(name) or name in _NO_ZONES or name.startswith(_NO_FOLDERS):
        return False
    try:
        ZoneInfo(name)
    # A folder's name is an OSError, a file that holds no zone a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone, or UTC for a name that nobody knows."""
    return ZoneInfo(name if is_zone(name) else "UTC")


def zone_of(lead: Lead, content: SeriesContent) -> str:
    """The person's zone, else the series', else UTC. `lead` may be a row merged into another."""
    person = lead.merged_into or lead
    known = (each for each in (person.time_zone, content.time_zone) if is_zone(each))
    return next(known, "UTC")
