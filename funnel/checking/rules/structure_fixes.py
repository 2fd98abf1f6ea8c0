"""How gaps, overlaps and ties are put right: a bound moved by a hair, a question named.

rules/structure.py asks. Parting an overlap changes nothing for visitors: the first won before.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from funnel.checking.findings import Fix
from funnel.checking.mending import with_values
from quizzes.counting.ranges import Span
from quizzes.document import ChoiceDoc, QuizDoc
from quizzes.numerals import exact


def closed_gap(quiz: QuizDoc, path: str, gap: Span) -> Fix | None:
    """The range that ends just before the gap reaches to its end, else the one behind begins
    with it."""
    least, most = gap
    ends = [(o.at_most, n) for n, o in enumerate(quiz.outcomes) if o.at_most is not None]
    begins = [(o.at_least, n) for n, o in enumerate(quiz.outcomes) if o.at_least is not None]
    below = [each for each in ends if each[0] < least]
    above = [each for each in begins if each[0] > most]
    if below:
        number = max(below)[1]
        where, value = "at_most", most
    elif above:
        number = min(above)[1]
        where, value = "at_least", least
    else:
        return None
    name = quiz.outcomes[number].name
    return _set(f"{path}.outcomes[{number}].{where}", value, _("Widen “%(result)s”"), name)


def parted(quiz: QuizDoc, path: str, number: int, shared: Span) -> Fix | None:
    """The second result gives up what it shares, where that leaves it one range."""
    second, (least, most) = quiz.outcomes[number], shared
    step = _step(quiz)
    here = f"{path}.outcomes[{number}]"
    words = _("Part “%(result)s” from it")
    if second.at_least is not None and second.at_least >= least and _goes_on(second.at_most, most):
        return _set(f"{here}.at_least", _number(most, step), words, second.name)
    if second.at_most is not None and second.at_most <= most and _begins(second.at_least, least):
        return _set(f"{here}.at_most", _number(least, -step), words, second.name)
    return None


def settled(quiz: QuizDoc, path: str) -> Fix | None:
    """The question whose answers tell most results apart settles ties."""
    best = max(quiz.questions, key=lambda question: _tells(question.options, quiz))
    if not _tells(best.options, quiz):
        return None
    values: dict[str, object] = {f"{path}.tie": "question", f"{path}.tie_question": best.key}
    words = _("Let “%(question)s” settle it") % {"question": best.text}
    return Fix(words, lambda document: with_values(document, values))


def _tells(options: tuple[ChoiceDoc, ...], quiz: QuizDoc) -> int:
    is_points = quiz.outcome_by == "points"
    found = ((each.points if is_points else each.topics) for each in options)
    return len({key for given in found for key, points in given.items() if points > 0})


def _step(quiz: QuizDoc) -> float:
    figure = quiz.figure(quiz.decides or "")
    return figure.round_to if quiz.outcome_by == "range" and figure else 1


def _number(bound: float, step: float) -> float:
    return float(exact(float(bound)) + exact(float(step)))


def _goes_on(end: float | None, most: float) -> bool:
    return end is None or end > most


def _begins(start: float | None, least: float) -> bool:
    return start is None or start < least


def _set(path: str, value: float, words: str, result: str) -> Fix:
    said = words % {"result": result}
    return Fix(said, lambda document: with_values(document, {path: value}))
