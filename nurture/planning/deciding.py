"""What happens next to one person on a mail series: leave, pass a mail over, wait, or write it.

Pure: dispatching gathers what is known and carries the decision out.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from nurture.document import MessageDoc
from nurture.models import Enrollment
from nurture.planning.versions import SeriesContent
from quizzes.conditions import Facts, holds

NOT_MET, WAITED = "condition", "waited"


@dataclass(frozen=True, slots=True)
class Leave:
    reason: Enrollment.Exit


@dataclass(frozen=True, slots=True)
class PassOver:
    """This mail is left out; the one after it counts from now. `reason`: NOT_MET or WAITED."""

    index: int
    reason: str = NOT_MET


@dataclass(frozen=True, slots=True)
class Wait:
    """This mail waits until its condition is met, at the latest `until`."""

    index: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Write:
    index: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Nothing is left to write."""


Decision = Leave | PassOver | Wait | Write | Finish


def decide(
    content: SeriesContent,
    *,
    position: int,
    way_out: Enrollment.Exit | None,
    facts: Facts,
    written: AbstractSet[str],
    now: datetime,
    waiting_since: datetime | None = None,
    day: timedelta = timedelta(days=1),
) -> Decision:
    """`way_out`: why the person leaves, if so. `written`: mails that have a delivery already.

    `waiting_since`: since when the mail at `position` waits for its condition; `day`: how long a
    day of waiting lasts.
    """
    if way_out is not None:
        return Leave(way_out)
    for index, message in enumerate(content.sequence.messages):
        if index < position or message.key in written:
            continue
        if holds(message.show_if, facts):
            return Write(index)
        return _unmet(index, message, now=now, since=waiting_since or now, day=day)
    return Finish()


def _unmet(
    index: int, message: MessageDoc, *, now: datetime, since: datetime, day: timedelta
) -> Decision:
    if message.if_unmet == "skip":
        return PassOver(index)
    until = since + message.wait_days * day
    return Wait(index, until) if now < until else PassOver(index, WAITED)
