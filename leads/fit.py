"""Fit, A to D or "?": whether somebody is whom we can help, by what they said. Pure.

The marketer weighs answers on the tuning page. Nothing decays: what they said holds until a newer
visit says otherwise. Thresholds are our own: one very good answer makes an A, one that rules out
a D whatever else was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

UNKNOWN = "?"
VERY_GOOD, GOOD, POOR, OUT = 2, 1, -1, -100
WEIGHTS = (VERY_GOOD, GOOD, POOR, OUT)
_A_FROM, _B_FROM = 2, 1


class Told(Protocol):
    """What one visit told; VisitFacts are such rows."""

    @property
    def funnel_id(self) -> int: ...
    @property
    def answers(self) -> object: ...
    @property
    def updated_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One answer to one question and its weight. `asked` and `said` are the words of the day."""

    funnel: int
    step: str
    question: str
    value: str
    weight: int
    asked: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """`weight` of WEIGHTS, 0 where an answer to a weighed question weighs nothing."""

    asked: str
    said: str
    weight: int

    @property
    def is_out(self) -> bool:
        return self.weight == OUT


@dataclass(frozen=True, slots=True)
class Fit:
    """The grade with what speaks for it, heaviest first; the weights add up to `total`."""

    grade: str = UNKNOWN
    reasons: tuple[Reason, ...] = ()

    @property
    def total(self) -> int:
        return sum(reason.weight for reason in self.reasons if not reason.is_out)


def fit(rules: Sequence[Rule], visits: Iterable[Told]) -> Fit:
    """By the newest answer to each question that a rule names; "?" where none was answered."""
    if not rules:
        return Fit()
    given = _newest(visits)
    asked = {(rule.funnel, rule.step, rule.question) for rule in rules}
    reasons = [
        Reason(rule.asked, rule.said, rule.weight)
        for rule in rules
        if rule.value in given.get((rule.funnel, rule.step, rule.question), ())
    ]
    if not asked & given.keys():
        return Fit()
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.asked, reason.said))
    found = Fit("", tuple(reasons))
    return Fit(_grade(found), found.reasons)


def _grade(found: Fit) -> str:
    if any(reason.is_out for reason in found.reasons):
        return "D"
    if found.total >= _A_FROM:
        return "A"
    return "B" if found.total >= _B_FROM else "C"


def _newest(visits: Iterable[Told]) -> Mapping[tuple[int, str, str], tuple[str, ...]]:
    found: dict[tuple[int, str, str], tuple[str, ...]] = {}
    for visit in sorted(visits, key=lambda visit: visit.updated_at):
        rows = visit.answers if isinstance(visit.answers, list) else []
        for row in rows:
            values = row.get("values") if isinstance(row, dict) else None
            if isinstance(values, list) and values:
                key = (visit.funnel_id, str(row.get("step")), str(row.get("question")))
                found[key] = tuple(str(value) for value in values)
    return found
