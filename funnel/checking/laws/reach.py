"""Every result is within somebody's reach, known by counting all ways through the quiz."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import PollStep, QuizStep
from quizzes.counting import count


def reach_faults(path: str, step: QuizStep | PollStep, *, limit: int) -> Iterator[Fault]:
    """Silent where the ways are too many to count. The default may stand for nobody but those
    whom nothing else fits, so it may be out of reach."""
    quiz = step.quiz
    reached = count(quiz, step.key, limit=limit).reached if quiz.has_results else None
    if reached is None:
        return
    for number, outcome in enumerate(quiz.outcomes):
        if outcome.key not in {quiz.default_outcome, *reached}:
            yield Fault(
                f"{path}.outcomes[{number}]",
                _("No way through the quiz leads to '%(key)s'. Change when it is given.")
                % {"key": outcome.key},
            )
