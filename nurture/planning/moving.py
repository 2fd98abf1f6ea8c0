"""From mail to mail on one series: the row's place, and when the mail there is due.

Saving the row is the caller's, under the lock of its address.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from nurture.models import Enrollment
from nurture.planning.calendar import next_due
from nurture.planning.versions import SeriesContent
from nurture.planning.zones import zone_of

# What move() may change.
MOVED = ("position", "anchor_at", "due_at", "waiting_since", "state", "ended_at")


def move(
    enrollment: Enrollment,
    content: SeriesContent,
    *,
    to: int,
    now: datetime,
    pace: timedelta | None,
) -> None:
    """Sets the row's fields to the mail at `to`, whose delay counts from now, or to the end."""
    enrollment.position, enrollment.anchor_at, enrollment.waiting_since = to, now, None
    if to < len(content.sequence.messages):
        enrollment.due_at = due_of(enrollment, content, to, now=now, pace=pace)
    else:
        finish(enrollment, now=now)


def finish(enrollment: Enrollment, *, now: datetime) -> None:
    enrollment.state = Enrollment.State.FINISHED
    enrollment.ended_at = now
    enrollment.due_at = None


def due_of(
    enrollment: Enrollment,
    content: SeriesContent,
    index: int,
    *,
    now: datetime,
    pace: timedelta | None,
) -> datetime:
    """When this mail of the series is due for this person, counted from the row's anchor."""
    return next_due(
        anchor=enrollment.anchor_at,
        delay=content.sequence.messages[index].delay,
        window=content.sequence.window,
        zone=zone_of(enrollment.lead, content),
        now=now,
        pace=pace,
    )
