"""What a funnel asks and gives as two stepped lines: plain geometry for the template's SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from funnel.studio.card import Rung

_LEFT, _RIGHT, _TOP, _FOOT = 34, 12, 14, 30


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """`debts` are the stretches where more was asked than given by then."""

    name: str
    width: int
    height: int
    asked: str
    given: str
    debts: tuple[Box, ...]
    rungs: tuple[Tick, ...]
    lines: tuple[Tick, ...]

    @property
    def foot(self) -> int:
        return self.height - _FOOT

    @property
    def left(self) -> int:
        return _LEFT

    @property
    def right(self) -> int:
        return self.width - _RIGHT


def plot(rungs: Sequence[Rung], *, name: str, width: int, height: int) -> Plot:
    """The sums by the end of each rung; a line climbs where its rung begins."""
    most = max((max(rung.sum.asked, rung.sum.given) for rung in rungs), default=0) or 1
    wide = (width - _LEFT - _RIGHT) / max(1, len(rungs))

    def up(points: float) -> float:
        return round(height - _FOOT - (height - _FOOT - _TOP) * points / most, 1)

    def along(number: int) -> float:
        return round(_LEFT + wide * number, 1)

    return Plot(
        name=name,
        width=width,
        height=height,
        asked=_line([(along(n), up(rung.sum.asked)) for n, rung in enumerate(rungs)], wide),
        given=_line([(along(n), up(rung.sum.given)) for n, rung in enumerate(rungs)], wide),
        debts=tuple(
            Box(
                along(number),
                up(rung.sum.asked),
                round(wide, 1),
                round(up(rung.sum.given) - up(rung.sum.asked), 1),
            )
            for number, rung in enumerate(rungs)
            if rung.debt
        ),
        rungs=tuple(
            Tick(round(along(n) + wide / 2, 1), str(rung.number)) for n, rung in enumerate(rungs)
        ),
        lines=tuple(Tick(up(points), str(points)) for points in sorted({0, most // 2, most})),
    )


def _line(points: Sequence[tuple[float, float]], wide: float) -> str:
    """The points of a polyline, level along each rung."""
    found = [f"{x},{y} {round(x + wide, 1)},{y}" for x, y in points]
    return " ".join(found)
