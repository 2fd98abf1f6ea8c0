"""Who comes to a series a second time.

enroll() asks, under the lock of the person's address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from leads.models import Consent, Lead
from nurture.models import Enrollment, SequenceVersion
from nurture.planning.exits import is_closed
from nurture.planning.versions import SeriesContent

_DECIDED = (Lead.Stage.WON, Lead.Stage.DISQUALIFIED)


def newest_run(places: Iterable[Enrollment], version: SequenceVersion) -> Enrollment | None:
    """The last of one address's runs through this series."""
    runs = [each for each in places if each.sequence_id == version.sequence_id]
    return max(runs, key=lambda each: each.run, default=None)


def is_new_walk(place: Enrollment, visit_id: int | None) -> bool:
    """Whether this visit began after the one that led there."""
    return (visit_id or 0) > (place.visit_id or 0)


def begins_anew(
    ended: Enrollment,
    content: SeriesContent,
    lead: Lead,
    *,
    visit_id: int | None,
    now: datetime,
) -> bool:
    """Whether this visit begins the next run, for somebody who may be written to."""
    days = content.sequence.reentry_days
    if days is None or ended.ended_at is None or not is_new_walk(ended, visit_id):
        return False
    if now < ended.ended_at + timedelta(days=days) or is_closed(ended.exit_reason):
        return False
    if (lead.merged_into or lead).stage in _DECIDED:
        return False
    return ended.exit_reason != Enrollment.Exit.UNSUBSCRIBED or _agreed_since(ended, content)


def _agreed_since(ended: Enrollment, content: SeriesContent) -> bool:
    """What they said before they left does not count for it."""
    given = Consent.objects.filter(
        address_id=ended.address_id,
        purpose=content.sequence.purpose,
        topic__in=["", str(ended.sequence_id)],
        moment=Consent.Moment.GIVEN,
        occurred_at__gt=ended.ended_at,
    )
    return given.exists()
