"""How fast days pass: DAY=20 lets a whole series be watched arriving; a trial has its own pace.

The house's is read where work begins (tasks, enrolling) and passed on as a value; the rules
never ask. A trial's stands in its enrollment and goes before it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from nurture.document import SequenceDoc
from nurture.models import Enrollment

# A whole series of a trial, from its first mail to its last: five minutes, with some to spare.
_TRIAL_SECONDS = 270
# Between two mails lies one round of the clock, however short a day is.
_ROUND_SECONDS = 10
_LONGEST_DAY = 30


def pace() -> timedelta | None:
    """How long one day of a series lasts, or None for real days."""
    seconds: float | None = settings.DAY_SECONDS
    return None if seconds is None else timedelta(seconds=seconds)


def pace_of(enrollment: Enrollment | None, usual: timedelta | None) -> timedelta | None:
    """How long one day lasts for this person; `usual` where they have no pace of their own."""
    if enrollment is None or enrollment.day_seconds is None:
        return usual
    return timedelta(seconds=enrollment.day_seconds)


def trial_day_seconds(sequence: SequenceDoc) -> int:
    """Seconds a day may last so that the whole series arrives within five minutes; 0: at once."""
    delays = [message.delay for message in sequence.messages]
    days = sum(each.days + each.hours / 24 for each in delays)
    room = _TRIAL_SECONDS - _ROUND_SECONDS * len(delays)
    return min(_LONGEST_DAY, max(0, int(room / days))) if days else 0
