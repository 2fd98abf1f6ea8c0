"""Whose turn it is: the place of a lead in the work queue. Pure; activity stores it for ordering.

Asked for a call first, in the order they asked; then hot by what was promised; then warm with
momentum; then whom to follow up today. Everybody else waits outside the queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from leads.models import QUEUED_FIRST, Lead

CALL, HOT, WARM, FOLLOW_UP = 0, 1, 2, 3
OUT = Lead.NOT_QUEUED
_DECIDED = (Lead.Stage.WON, Lead.Stage.LOST, Lead.Stage.DISQUALIFIED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides the place; the columns of a Lead of these names."""

    stage: str
    band: str
    momentum: int
    band_since: datetime | None
    due_at: datetime | None
    call_asked_at: datetime | None
    touched_at: datetime | None
    follow_up_at: datetime | None
    nurture_until: datetime | None
    last_act_at: datetime

    @property
    def is_news(self) -> bool:
        """They did something since somebody was in touch last."""
        return self.touched_at is None or self.last_act_at > self.touched_at


@dataclass(frozen=True, slots=True)
class Place:
    """`rank` then `at` order the queue; at `changes_at` the clock alone gives another place."""

    rank: int
    at: datetime = QUEUED_FIRST
    changes_at: datetime | None = None


def place(lead: Standing, now: datetime, zone: tzinfo) -> Place:
    """`zone` is that of the business: a follow-up is due from the morning of its day."""
    waits_for_call = lead.call_asked_at is not None and (
        lead.touched_at is None or lead.touched_at < lead.call_asked_at
    )
    if lead.stage in _DECIDED:
        return Place(OUT)
    if waits_for_call and lead.call_asked_at is not None:
        return Place(CALL, lead.call_asked_at)
    begins = _morning(lead.follow_up_at, zone)
    if begins is None and lead.stage == Lead.Stage.NURTURE:
        begins = lead.nurture_until
    if begins is not None and begins > now:
        # Somebody arranged when to get in touch; only news brings them back before.
        here = _by_interest(lead) if lead.touched_at and lead.is_news else Place(OUT)
        return Place(here.rank, here.at, begins)
    if begins is not None:
        return Place(FOLLOW_UP, lead.follow_up_at or begins)
    return _by_interest(lead)


def _by_interest(lead: Standing) -> Place:
    if not lead.is_news:
        return Place(OUT)
    if lead.band == Lead.Band.HOT:
        return Place(HOT, lead.due_at or lead.band_since or QUEUED_FIRST)
    if lead.band == Lead.Band.WARM and lead.momentum > 0:
        return Place(WARM)
    return Place(OUT)


def _morning(moment: datetime | None, zone: tzinfo) -> datetime | None:
    """Midnight of its day there, in UTC."""
    if moment is None:
        return None
    local = moment.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
