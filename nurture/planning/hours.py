"""The open hours of one mail to one person: their zone, the series' window, its working days.

The hand-over asks before a mail leaves, and when one that is held may leave next.
"""

from __future__ import annotations

from datetime import datetime

from leads.models import Lead
from nurture.planning.calendar import is_open, next_open
from nurture.planning.versions import SeriesContent
from nurture.planning.zones import zone_of


def is_hour_for(lead: Lead, content: SeriesContent, message_key: str, moment: datetime) -> bool:
    is_working = _is_working(content, message_key)
    window = content.sequence.window
    return is_open(moment, window, zone_of(lead, content), is_working=is_working)


def next_hour_for(
    lead: Lead, content: SeriesContent, message_key: str, moment: datetime
) -> datetime:
    """The moment itself where it is open then, else when it opens next; UTC."""
    is_working = _is_working(content, message_key)
    window = content.sequence.window
    return next_open(moment, window, zone_of(lead, content), is_working=is_working)


def _is_working(content: SeriesContent, message_key: str) -> bool:
    message = content.message(message_key)
    return message is not None and message.delay.working_days
