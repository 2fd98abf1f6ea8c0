"""Gaps and overlaps of tiers and ranges: what no result takes, and what two of them would."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from quizzes.document import OutcomeDoc, QuizDoc
from quizzes.numerals import exact
from quizzes.scoring.choosing import is_within

Span = tuple[float, float]
# So many numbers are looked at one by one; of a longer line only the ends of ranges are.
_LONGEST = 20_000


def gaps(quiz: QuizDoc, numbers: Span | None) -> tuple[Span, ...]:
    """Stretches that only the default takes. `numbers`: the least and the most of the figure."""
    line = _line(quiz, numbers)
    if line is None:
        return ()
    return _stretches(
        [not any(is_within(each, number) for each in quiz.outcomes) for number in line], line
    )


def overlaps(quiz: QuizDoc, numbers: Span | None) -> tuple[tuple[str, str, float, float], ...]:
    """Stretches that two results claim; the one listed first gets them."""
    line = _line(quiz, numbers)
    if line is None:
        return ()
    return tuple(
        (first.key, second.key, *span)
        for first, second in combinations(quiz.outcomes, 2)
        for span in _stretches(
            [is_within(first, number) and is_within(second, number) for number in line], line
        )
    )


def _line(quiz: QuizDoc, numbers: Span | None) -> list[float] | None:
    """Every number that can come up, in order; None where ranges decide nothing."""
    match quiz.outcome_by:
        case "tier":
            return [float(percent) for percent in range(101)]
        case "range":
            return _grid(quiz, numbers)
        case _:
            return None


def _grid(quiz: QuizDoc, numbers: Span | None) -> list[float] | None:
    figure = quiz.figure(quiz.decides or "")
    bounds = [float(bound) for each in quiz.outcomes for bound in _ends(each)]
    if figure is None or not bounds:
        return None
    least = figure.at_least if numbers is None else numbers[0]
    most = figure.at_most if numbers is None else numbers[1]
    least, most = (min(bounds) if least is None else least), (max(bounds) if most is None else most)
    step = exact(float(figure.round_to))
    first, last = int(exact(float(least)) // step), int(exact(float(most)) // step)
    if last - first > _LONGEST:
        near = {int(exact(bound) // step) + more for bound in bounds for more in (-1, 0, 1, 2)}
        places = sorted({first, last, *(each for each in near if first < each < last)})
    else:
        places = list(range(first, last + 1))
    on_grid = {float(Decimal(place) * step) for place in places}
    return sorted({float(least), float(most), *(n for n in on_grid if least <= n <= most)})


def _ends(outcome: OutcomeDoc) -> list[float]:
    return [bound for bound in (outcome.at_least, outcome.at_most) if bound is not None]


def _stretches(marks: list[bool], line: list[float]) -> tuple[Span, ...]:
    """The marked numbers of the line as stretches from and to."""
    found: list[Span] = []
    is_open = False
    for is_marked, number in zip(marks, line, strict=True):
        if is_marked:
            found.append((found.pop()[0], number) if is_open else (number, number))
        is_open = is_marked
    return tuple(found)
