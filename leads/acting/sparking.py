"""Interest over the last 30 days as a small line: geometry here, drawn by a template. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from leads import warmth

WIDTH, HEIGHT = 120, 28


@dataclass(frozen=True, slots=True)
class Spark:
    """`points` for a polyline in a box of WIDTH by HEIGHT; `first` and `last` are interest, 0 to
    100. `has_line` is false where nothing happened in these days."""

    points: str
    first: int
    last: int
    momentum: int
    has_line: bool
    width: int = WIDTH
    height: int = HEIGHT


def spark_of(
    ledger: Iterable[warmth.LedgerRow], now: datetime, model: warmth.Model = warmth.DEFAULT
) -> Spark:
    rows = list(ledger)
    values = warmth.spark(rows, now, model=model)
    step = (WIDTH - 4) / (len(values) - 1)
    points = " ".join(
        f"{2 + index * step:.1f},{HEIGHT - 2 - value / 100 * (HEIGHT - 4):.1f}"
        for index, value in enumerate(values)
    )
    return Spark(points, values[0], values[-1], warmth.momentum(rows, now, model), any(values))
