"""Steps that nobody can ever see, whatever the result and however many small yeses there are.

check_document() calls it. What hangs on answers, topics or sources is taken to be possible.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument, PollStep, QuizStep, ResultStep, StepDoc
from funnel.journey.trail import EFFORT, PROMISE_EFFORT
from quizzes.answers import effort
from quizzes.conditions import Facts, Leaf, NumberIs, OutcomeIs, verdict


def never_faults(document: FunnelDocument) -> list[Fault]:
    return list(_never(document))


def _never(document: FunnelDocument) -> Iterator[Fault]:
    outcomes, depth = [""], 0
    for index, step in enumerate(document.steps):
        if step.show_if is not None and not _may_hold(step, outcomes, depth):
            yield Fault(
                f"steps[{index}].show_if",
                _(
                    "Nobody ever sees this step: before it there is no result that this fits,"
                    " or there are at most %(most)s small yeses. Change when it is shown."
                )
                % {"most": depth},
            )
        depth += _most(step)
        if isinstance(step, QuizStep):
            outcomes += [outcome.key for outcome in step.quiz.outcomes]


def _may_hold(step: StepDoc, outcomes: list[str], depth: int) -> bool:
    def is_unsettled(leaf: Leaf) -> bool:
        if isinstance(leaf, NumberIs) and leaf.fact == "depth":
            return leaf.at_least is None or leaf.at_least <= depth
        return not isinstance(leaf, OutcomeIs)

    return any(
        verdict(step.show_if, Facts(outcome=outcome, depth=depth), is_unsettled) is not False
        for outcome in outcomes
    )


def _most(step: StepDoc) -> int:
    """What a yes to all of this step costs."""
    if isinstance(step, QuizStep | PollStep):
        return sum(effort(question, ("said",)) for question in step.quiz.questions)
    return PROMISE_EFFORT if isinstance(step, ResultStep) else EFFORT[step.kind]
