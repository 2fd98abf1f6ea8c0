"""Why the next mail of somebody on a series has not been planned yet though its time has come.

The story of one person and the watch ask; planning itself never does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from nurture.models import Delivery, Enrollment
from nurture.planning.caps import DAY_SPAN
from nurture.planning.gathering import person_of
from nurture.planning.moving import due_of
from nurture.planning.versions import content_of

CONDITION, UNREADABLE, PAUSED, GIVES_WAY = "condition", "unreadable", "paused", "gives_way"
# A due time that was put off this much was not put off.
_SOON = timedelta(minutes=1)


def why_waiting(enrollment: Enrollment, *, now: datetime) -> str:
    """'' where nothing keeps it; else one of the four.

    condition: waits until its condition is met, since `waiting_since`. unreadable: its version
    cannot be read, it is tried again every hour. paused: its series is. gives_way: a mail of
    another series to the same person goes first. One query at most besides what the row leads to.
    """
    if enrollment.state != Enrollment.State.ACTIVE or enrollment.due_at is None:
        return ""
    try:
        content = content_of(enrollment.version)
    except ValueError:
        return UNREADABLE
    at = enrollment.position
    if at >= len(content.sequence.messages):
        return ""
    if enrollment.waiting_since is not None:
        return CONDITION
    if enrollment.sequence.is_paused and enrollment.due_at <= now:
        return PAUSED
    meant = due_of(enrollment, content, at, now=enrollment.anchor_at, pace=None)
    is_put_off = enrollment.day_seconds is None and meant + _SOON < enrollment.due_at
    return GIVES_WAY if is_put_off and meant <= now and _has_rival(enrollment, now) else ""


def _has_rival(enrollment: Enrollment, now: datetime) -> bool:
    person = person_of(enrollment).pk
    mine = Q(lead=person) | Q(lead__merged_into=person)
    counted = Q(handed_over_at__gt=now - DAY_SPAN) | Q(state__in=Delivery.OPEN)
    others = Delivery.objects.filter(mine, counted, purpose__in=Delivery.SERIES)
    return others.exclude(enrollment=enrollment).exists()
