"""What can break a formula, found by trying it at the bounds of everything it counts.

Publishing calls formula_faults(), so that no visitor ever meets a division by zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from django.utils.translation import gettext as _

from quizzes.document import FigureDoc, MultipleDoc, NumberDoc, QuestionDoc, QuizDoc
from quizzes.formulas.arithmetic import FormulaError, constants, evaluate, name_of, variables
from quizzes.formulas.figures import as_shown, counts
from quizzes.numerals import digits_of, number_said

# More combinations than this are not tried all: then one thing moves while the others stand.
_MOST_TRIALS = 2000

Tries = Mapping[str, tuple[float | None, ...]]
Names = dict[str, float | None]


def formula_faults(quiz: QuizDoc) -> list[tuple[int, str]]:
    """Per figure that does not work its place and one sentence, with the numbers that break it.

    Every number is tried at its bounds, in the middle, at zero and at the numbers that stand in
    the formula; every choice at its value; and what may be skipped or hidden as unknown.
    """
    found = ((index, _fault(quiz, index)) for index in range(len(quiz.figures)))
    return [(index, sentence) for index, sentence in found if sentence]


def _fault(quiz: QuizDoc, index: int) -> str:
    figure = quiz.figures[index]
    try:
        return _name_fault(quiz, index) or _trial_fault(quiz, index)
    except FormulaError as error:
        return _("The formula of “%(figure)s” does not work: %(reason)s.") % {
            "figure": figure.name,
            "reason": error,
        }


def _name_fault(quiz: QuizDoc, index: int) -> str:
    figure = quiz.figures[index]
    questions = {name_of(question.key): question for question in quiz.questions}
    earlier = {name_of(each.key) for each in quiz.figures[:index]}
    if name_of(figure.key) in questions or name_of(figure.key) in earlier:
        return _("“%(name)s” is already the name of something else in formulas.") % {
            "name": name_of(figure.key)
        }
    for name in sorted(variables(figure.formula) - earlier):
        if name not in questions:
            return _("Nothing called “%(name)s” is known here.") % {"name": name}
        if not counts(questions[name]):
            return _("The answers to “%(name)s” are no numbers.") % {"name": name}
    return ""


def _trial_fault(quiz: QuizDoc, index: int) -> str:
    figures = _needed(quiz, index)
    names = set[str]().union(*(variables(each.formula) for each in figures))
    extra = set[float]().union(*(constants(each.formula) for each in figures))
    tries = {
        name_of(question.key): _tries(quiz, place, extra)
        for place, question in enumerate(quiz.questions)
        if name_of(question.key) in names
    }
    for values in _combinations(tries):
        try:
            _try(figures, dict(values))
        except FormulaError as error:
            return _sentence(figures[-1], values, error)
    return ""


def _sentence(figure: FigureDoc, values: Names, error: FormulaError) -> str:
    told = [f"{name} = {number_said(value)}" for name, value in values.items() if value is not None]
    words = {"figure": figure.name, "values": ", ".join(told), "reason": error}
    if not told:
        return _("The formula of “%(figure)s” does not work: %(reason)s.") % words
    return _("The formula of “%(figure)s” does not work for %(values)s: %(reason)s.") % words


def _needed(quiz: QuizDoc, index: int) -> list[FigureDoc]:
    """The figure and those before it that it counts with, in the order of the quiz."""
    names = variables(quiz.figures[index].formula)
    found = [quiz.figures[index]]
    for figure in reversed(quiz.figures[:index]):
        if name_of(figure.key) in names:
            found.insert(0, figure)
            names |= variables(figure.formula)
    return found


def _try(figures: list[FigureDoc], names: Names) -> None:
    """Raises what breaks the last figure; an earlier one that breaks is told at its own place."""
    *earlier, last = figures
    for figure in earlier:
        try:
            value = evaluate(figure.formula, names)
        except FormulaError:
            value = None
        names[name_of(figure.key)] = None if value is None else as_shown(figure, value)
    value = evaluate(last.formula, names)
    if value is not None:
        as_shown(last, value)


def _combinations(tries: Tries) -> Iterator[Names]:
    if prod(len(each) for each in tries.values()) <= _MOST_TRIALS:
        for values in product(*tries.values()):
            yield dict(zip(tries, values, strict=True))
        return
    for place in (0.5, 0.0, 1.0):
        stand = {name: each[round(place * (len(each) - 1))] for name, each in tries.items()}
        for name, each in tries.items():
            for value in each:
                yield {**stand, name: value}


def _tries(quiz: QuizDoc, place: int, extra: set[float]) -> tuple[float | None, ...]:
    """What formulas may count for a question, in order; the unknown, where it may be, last."""
    question = quiz.questions[place]
    match question:
        case NumberDoc():
            values, is_always_known = _numbers(question, extra), True
        case MultipleDoc():
            values, is_always_known = _sums(question), True
        case _:
            listed = [choice.value for choice in question.options]
            values = {float(value) for value in listed if value is not None}
            is_always_known = None not in listed
    is_known = is_always_known and not question.is_optional and not _may_stay_hidden(quiz, place)
    return (*sorted(values), *(() if is_known else (None,)))


def _numbers(question: NumberDoc, extra: set[float]) -> set[float]:
    low, high = question.at_least, question.at_most
    middle = round((low + high) / 2, question.decimals)
    fitting = {each for each in extra if digits_of(each) <= question.decimals}
    inside = {each for each in ({0.0, middle} | fitting) if low <= each <= high}
    return {float(low), float(high)} | inside


def _sums(question: MultipleDoc) -> set[float]:
    """Least, most, middle and zero among the sums that an allowed number of picks can make."""
    by_count: list[set[float]] = [{0.0}] + [set() for _choice in question.options]
    for choice in question.options:
        for count in range(len(question.options), 0, -1):
            by_count[count] |= {each + (choice.value or 0) for each in by_count[count - 1]}
    sums = sorted(set[float]().union(*by_count[question.min_picks : question.most + 1]))
    return {sums[0], sums[len(sums) // 2], sums[-1], *({0.0} & set(sums))}


def _may_stay_hidden(quiz: QuizDoc, place: int) -> bool:
    def jumps_over(question: QuestionDoc) -> bool:
        landing = {choice.go_to for choice in question.options if choice.go_to}
        reached = {each.key for each in quiz.questions[: place + 1]}
        return bool(landing - reached)

    question = quiz.questions[place]
    return question.show_if is not None or any(map(jumps_over, quiz.questions[:place]))
