"""What a step asks of a visitor against what it gives at once, in points of one scale.

The ladder's page in the admin sets them side by side, so that a marketer sees where more is
asked than was given. Pure; effort is the journey's own (journey/trail.py).

Asking follows Pew Research Center's budget: a point is a closed question, about ten seconds.
Giving is set against it: 1 for a moment's worth (a feeling of getting somewhere, a thought, how
others answered, a promised mail), 3 for something worth keeping (a result with what to do
first, a gift), because two to five minutes of use are worth about three easy answers. An offer
gives only to who takes it: 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from funnel.journey.trail import EFFORT

_GIVEN = {
    "quiz": 1,
    "poll": 1,
    "result": 3,
    "checklist": 3,
    "guide": 3,
    "video": 3,
    "series": 3,
    "link": 3,
    "statement": 1,
    "opt_in": 1,
    "offer": 0,
}
# A result in two parts gives its first words, then what to do with them; together one result.
_GIVEN_BY_PART = {"first": 1, "rest": 2}

_MEDIUM_FROM, _BIG_FROM = 3, 6
# So far may the asking run ahead of the giving: an address and a video.
FAR_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Worth:
    """`largest` is the greatest single thing a step asks: a quiz of ten taps is a small ask."""

    asked: int
    given: int
    largest: int

    @property
    def size(self) -> str:
        """'', small, medium or big."""
        if not self.largest:
            return ""
        if self.largest < _MEDIUM_FROM:
            return "small"
        return "medium" if self.largest < _BIG_FROM else "big"


@dataclass(frozen=True, slots=True)
class Sum:
    """Points by the end of one rung; `before_` is what they were above it."""

    asked: int = 0
    given: int = 0
    before_asked: int = 0
    before_given: int = 0

    @property
    def is_far_ahead(self) -> bool:
        return self.asked - self.given > FAR_AHEAD

    def plus(self, worth: Worth) -> Sum:
        return Sum(self.asked + worth.asked, self.given + worth.given, self.asked, self.given)


def worth_of(kind: str, *, part: str = "whole", questions: Sequence[int] = ()) -> Worth:
    """`questions` are the efforts of a quiz's or poll's questions, if all are answered."""
    given = _GIVEN_BY_PART.get(part, _GIVEN[kind]) if kind == "result" else _GIVEN[kind]
    if kind in {"quiz", "poll"}:
        return Worth(sum(questions), given, max(questions, default=EFFORT[kind]))
    return Worth(EFFORT[kind], given, EFFORT[kind])


def running(worths: Iterable[Worth]) -> list[Sum]:
    """The sums rung by rung, for somebody who says yes to all of it."""
    found, so_far = [], Sum()
    for worth in worths:
        so_far = so_far.plus(worth)
        found.append(so_far)
    return found
