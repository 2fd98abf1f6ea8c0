"""The figures of a quiz: the numbers that its formulas make of the answers.

Scoring asks figures_of() when a result is made and while a quiz runs that looks at them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from quizzes.document import FigureDoc, MultipleDoc, NumberDoc, QuestionDoc, QuizDoc, ScaleDoc
from quizzes.formulas.arithmetic import FormulaError, evaluate, name_of
from quizzes.numerals import nearest

logger = logging.getLogger("quizzes.formulas")


def figures_of(quiz: QuizDoc, answers: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """Figures by key, rounded and within their bounds, in the order of the quiz.

    One that needs a question that was skipped or never asked is left out; so is one that
    these answers break, with a line in the log.
    """
    if not quiz.figures:
        return {}
    names: dict[str, float | None] = {
        name_of(question.key): number_of(question, answers.get(question.key, ()))
        for question in quiz.questions
    }
    found: dict[str, float] = {}
    for figure in quiz.figures:
        try:
            value = evaluate(figure.formula, names)
        except FormulaError as error:
            logger.warning("The figure %s could not be worked out: %s", figure.key, error)
            value = None
        if value is not None:
            value = found[figure.key] = as_shown(figure, value)
        names[name_of(figure.key)] = value
    return found


def as_shown(figure: FigureDoc, value: float) -> float:
    """To the nearest multiple of `round_to`, halves away from zero, then within the bounds."""
    rounded = nearest(value, figure.round_to)
    if figure.at_least is not None:
        rounded = max(rounded, float(figure.at_least))
    return rounded if figure.at_most is None else min(rounded, float(figure.at_most))


def number_of(question: QuestionDoc, values: tuple[str, ...]) -> float | None:
    """What formulas count for an answer: a number, a choice's value, the sum of several."""
    if not values:
        return None
    if isinstance(question, NumberDoc):
        try:
            return float(values[0])
        except ValueError:
            return None
    counted = [
        choice.value
        for key in values
        if (choice := question.choice(key)) and choice.value is not None
    ]
    if isinstance(question, MultipleDoc):
        return sum(counted) if any(each.value is not None for each in question.options) else None
    return counted[0] if len(values) == len(counted) == 1 else None


def counts(question: QuestionDoc) -> bool:
    """Whether any answer to the question is a number to formulas."""
    if isinstance(question, NumberDoc | ScaleDoc):
        return True
    return question.kind != "ranking" and any(c.value is not None for c in question.options)
