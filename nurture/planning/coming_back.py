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
_OF_ADDRESS = (Enrollment.Exit.BOUNCED, Enrollment.Exit.UNSUBSCRIBED)


def newest_run(places: Iterable[Enrollment], version: SequenceVersion) -> Enrollment | None:
    """The last of one address's runs through this series."""
    runs = [each for each in places if each.sequence_id == version.sequence_id]
    return max(runs, key=lambda each: each.run, default=None)


def place_elsewhere(
    places: Iterable[Enrollment], coming: Enrollment, content: SeriesContent, *, now: datetime
) -> Enrollment | None:
    """The person's place on this series at another address, where that is to stay the only one.

    It runs there, or what ended there ended for the person, whichever address they give: not so
    what ends because of that address, and not where the series lets them come back. Trials
    stand by themselves.
    """
    root = coming.lead.merged_into_id or coming.lead_id
    others = [
        each
        for each in places
        if each.address_id != coming.address_id
        and each.day_seconds is None
        and not _is_over_there(each, root)
    ]
    theirs = newest_run(others, coming.version)
    if theirs is None or coming.day_seconds is not None:
        return None
    if theirs.state == Enrollment.State.ACTIVE:
        return theirs
    is_new = begins_anew(theirs, content, coming.lead, visit_id=coming.visit_id, now=now)
    return None if is_new else theirs


def _is_over_there(place: Enrollment, root: int) -> bool:
    """Only for its address; nothing goes to one of a row that was merged into another."""
    is_merged = place.lead_id != root
    if place.state == Enrollment.State.ACTIVE:
        return is_merged
    reason = place.exit_reason
    return reason in _OF_ADDRESS or (is_merged and reason == Enrollment.Exit.REPLACED)


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
