"""A part of a whole as every report says it: what a rate may claim stands here.

The numbers of funnels and those of mail series are made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

# Below this a rate says more about chance than about the funnel or the mail.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with its numerator and denominator; `percent` is None where there are too few."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole >= ENOUGH else None
