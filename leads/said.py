"""What a visit told us, ready for the desk: answers in their own words, figures beside the result.

Sheet and list ask it. Facts are data of the day they were written: what cannot be read is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from leads.models import VisitFacts

_TYPED = ("short_text", "long_text")
# From here on a text is read better as a paragraph than as a strong line.
_LONG = 160


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """`places` are those of a ranking, first place first; `is_typed`: the person's own words;
    `is_hidden`: private and not opened, so nothing else is said of it."""

    asked: str
    said: str
    places: tuple[str, ...] = ()
    is_typed: bool = False
    is_long: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """A number with its unit, and what it counts: “€380”, “a month lost”."""

    said: str
    name: str


@dataclass(frozen=True, slots=True)
class SaidTopic:
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class SaidResult:
    name: str = ""
    score: int | None = None
    figures: tuple[SaidFigure, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.name or self.figures or self.score is not None)


@dataclass(frozen=True, slots=True)
class VisitSaid:
    """`skipped` are the questions left open on purpose."""

    started_at: datetime
    result: SaidResult
    answers: tuple[SaidAnswer, ...]
    skipped: tuple[str, ...]
    topics: tuple[SaidTopic, ...]

    @property
    def hides(self) -> bool:
        return any(answer.is_hidden for answer in self.answers)


def visit_said(facts: VisitFacts, *, is_private_shown: bool = False) -> VisitSaid:
    """Private answers stay closed unless asked for by somebody who may, which is written down."""
    rows = [row for row in _rows(facts.answers) if _text(row, "asked") or _text(row, "said")]
    return VisitSaid(
        started_at=facts.started_at,
        result=result_said(facts),
        answers=tuple(
            SaidAnswer(_text(row, "asked"), "", is_hidden=True)
            if row.get("sensitive") and not is_private_shown
            else _answer(row)
            for row in rows
            if not _is_skipped(row)
        ),
        skipped=tuple(_text(row, "asked") for row in rows if _is_skipped(row)),
        topics=tuple(_topics(facts.topics)),
    )


def result_said(facts: VisitFacts) -> SaidResult:
    """The result alone; reads neither answers nor topics, which a list leaves in the database."""
    figures = (SaidFigure(_text(row, "said"), _text(row, "name")) for row in _rows(facts.figures))
    return SaidResult(facts.outcome_name, facts.score, tuple(each for each in figures if each.said))


def _answer(row: Mapping[str, object]) -> SaidAnswer:
    kind, said = _text(row, "kind"), _text(row, "said")
    values = row.get("values")
    count = len(values) if kind == "ranking" and isinstance(values, list) else 0
    return SaidAnswer(
        asked=_text(row, "asked"),
        said=said,
        places=_places(said, count),
        is_typed=kind in _TYPED,
        is_long=kind == "long_text" or len(said) > _LONG or "\n" in said,
    )


def _is_skipped(row: Mapping[str, object]) -> bool:
    return not _text(row, "said") and not row.get("values")


def _places(said: str, count: int) -> tuple[str, ...]:
    """“1. A, 2. B” as ("A", "B"); nothing where the text is not of this form."""
    if not count:
        return ()
    found, rest = [], said
    for number in range(1, count + 1):
        mark = re.search(rf"(?:^|[,،;]\s*){number}\.\s+", rest)
        if mark is None or (number == 1 and mark.start()):
            return ()
        found.append(rest[: mark.start()])
        rest = rest[mark.end() :]
    return (*found[1:], rest)


def _topics(stored: object) -> Iterator[SaidTopic]:
    for row in _rows(stored):
        percent = row.get("percent")
        if isinstance(percent, int):
            yield SaidTopic(_text(row, "name"), max(0, min(100, percent)))


def _rows(stored: object) -> list[Mapping[str, object]]:
    return [row for row in stored if isinstance(row, dict)] if isinstance(stored, list) else []


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
