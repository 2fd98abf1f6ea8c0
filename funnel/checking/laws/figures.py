"""Figures: formulas that can be worked out, under names that mean one thing each."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from quizzes.document import QuizDoc
from quizzes.formulas import formula_faults, name_of


def figure_faults(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    yield from _names(path, quiz)
    for number, sentence in formula_faults(quiz):
        yield Fault(f"{path}.figures[{number}].formula", sentence)
    for number, figure in enumerate(quiz.figures):
        least, most = figure.at_least, figure.at_most
        if least is not None and most is not None and least > most:
            yield Fault(f"{path}.figures[{number}].at_most", _("at_most is below at_least."))


def _names(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    """In a formula - is written _, so the keys of two questions can become one name."""
    first: dict[str, str] = {}
    for place, question in enumerate(quiz.questions if quiz.figures else ()):
        name = name_of(question.key)
        if first.setdefault(name, question.key) != question.key:
            yield Fault(
                f"{path}.questions[{place}].key",
                _("In formulas both '%(first)s' and '%(key)s' are %(name)s. Use another key.")
                % {"first": first[name], "key": question.key, "name": name},
            )
