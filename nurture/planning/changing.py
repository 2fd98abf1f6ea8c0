"""What publishing a changed series would mean for the people on their way; the publish page asks.

It reads only, and goes the same way as following, which does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nurture.document import SequenceDoc
from nurture.models import Enrollment, Sequence
from nurture.planning.following import due_after_edit, passed_of, place_in, written_keys
from nurture.planning.versions import content_of

# Above so many people the figures are reckoned from those whose mails are due first.
_MOST_LOOKED_AT = 2_000
_SAME = timedelta(minutes=1)
EARLIER, LATER, GONE = "earlier", "later", "gone"


@dataclass(frozen=True, slots=True)
class Affected:
    """People on their way; for how many of them the next mail comes earlier or later, and for how
    many the mail that was next is not in the series any more (what follows it is, or nothing)."""

    on_the_way: int = 0
    earlier: int = 0
    later: int = 0
    gone: int = 0


def affected(sequence: Sequence, new: SequenceDoc, now: datetime) -> Affected:
    """At most five queries. Whose next mail is on its way already changes nothing for now."""
    people = Enrollment.objects.filter(
        sequence=sequence,
        state=Enrollment.State.ACTIVE,
        version__is_trial=False,
        day_seconds=None,
    )
    total, waiting = people.count(), people.filter(due_at__isnull=False)
    known = waiting.select_related("lead__merged_into").prefetch_related("version")
    sample = list(known.order_by("due_at", "pk")[:_MOST_LOOKED_AT])
    written = written_keys(sample)
    found = Counter(_change(each, new, written.get(each.pk, ()), now) for each in sample)
    most = waiting.count() if len(sample) == _MOST_LOOKED_AT else len(sample)

    def reckoned(change: str) -> int:
        return round(found[change] * most / len(sample)) if sample else 0

    return Affected(total, reckoned(EARLIER), reckoned(LATER), reckoned(GONE))


def _change(enrollment: Enrollment, new: SequenceDoc, written: Iterable[str], now: datetime) -> str:
    """One of the three, or '' for a next mail that comes as it would have."""
    old = content_of(enrollment.version)
    if enrollment.position >= len(old.sequence.messages) or enrollment.due_at is None:
        return ""
    passed = passed_of(old, enrollment.position, written)
    if old.sequence.messages[enrollment.position].key not in {each.key for each in new.messages}:
        return GONE
    place = place_in(new, position=enrollment.position, passed=passed)
    if place >= len(new.messages):
        return GONE
    content = old.model_copy(update={"sequence": new})
    was, enrollment.position = enrollment.due_at, place
    due = due_after_edit(enrollment, content, now=now, pace=None)
    if abs(due - was) <= _SAME:
        return ""
    return EARLIER if due < was else LATER
