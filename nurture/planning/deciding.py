"""What happens next to one person on a mail series: leave, pass a mail over, or write it.

Pure: dispatching gathers what is known and carries the decision out.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from nurture.models import Enrollment
from nurture.planning.versions import SeriesContent
from quizzes.conditions import Facts, holds


@dataclass(frozen=True, slots=True)
class Leave:
    reason: Enrollment.Exit


@dataclass(frozen=True, slots=True)
class PassOver:
    """This mail's condition is not met; the one after it counts from now."""

    index: int


@dataclass(frozen=True, slots=True)
class Write:
    index: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Nothing is left to write."""


Decision = Leave | PassOver | Write | Finish


def decide(
    content: SeriesContent,
    *,
    position: int,
    way_out: Enrollment.Exit | None,
    facts: Facts,
    written: AbstractSet[str],
) -> Decision:
    """`way_out`: why the person leaves, if so. `written`: mails that have a delivery already."""
    if way_out is not None:
        return Leave(way_out)
    for index, message in enumerate(content.sequence.messages):
        if index < position or message.key in written:
            continue
        return Write(index) if holds(message.show_if, facts) else PassOver(index)
    return Finish()
