"""The counted screens in the order of the ladder, with the names a marketer gave them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, PollStep, QuizStep, StepDoc
from funnel.journey.told import step_name
from funnel.models import Step
from funnel.numbers.figures import ScreenCount, ScreenRow
from quizzes.recall import Words, render

Counts = Mapping[tuple[str, str], ScreenCount]
_CAN_BE_SKIPPED = {"checklist", "guide", "video", "opt_in", "offer"}
_NAMED_BY_KIND = {"quiz", "poll", "result"}


def rows(document: FunnelDocument | None, counts: Counts) -> tuple[ScreenRow, ...]:
    """Every step of the document, shown or not yet, then those only earlier versions had."""
    steps = document.steps if document else ()
    known = {step.key for step in steps}
    former = sorted({step for step, question in counts if step not in known})
    return (
        *(_row(step, counts) for step in steps),
        *(_former(key, "", counts) for key in former),
    )


def _row(step: StepDoc, counts: Counts) -> ScreenRow:
    return ScreenRow(
        key=step.key,
        kind=str(Step.Kind(step.kind).label),
        title="" if step.kind in _NAMED_BY_KIND else _plain(step_name(step)),
        count=counts.get((step.key, ""), ScreenCount()),
        questions=_questions(step, counts) if isinstance(step, QuizStep | PollStep) else (),
        has_yes=step.kind in _CAN_BE_SKIPPED,
    )


def _questions(step: QuizStep | PollStep, counts: Counts) -> tuple[ScreenRow, ...]:
    known = {question.key for question in step.quiz.questions}
    former = sorted(key for place, key in counts if place == step.key and key and key not in known)
    return (
        *(
            ScreenRow(
                question.key,
                _("Question"),
                _plain(question.text),
                counts.get((step.key, question.key), ScreenCount()),
            )
            for question in step.quiz.questions
        ),
        *(_former(step.key, key, counts) for key in former),
    )


def _former(step_key: str, question_key: str, counts: Counts) -> ScreenRow:
    """Its words stand in the old version only; its key is all that the counts know."""
    inside = sorted(key for place, key in counts if place == step_key and key)
    return ScreenRow(
        key=question_key or step_key,
        kind=_("Question of an earlier version")
        if question_key
        else _("Step of an earlier version"),
        title="",
        count=counts.get((step_key, question_key), ScreenCount()),
        questions=() if question_key else tuple(_former(step_key, key, counts) for key in inside),
        is_former=True,
    )


def _plain(text: str) -> str:
    """A text that recalls answers, with its words for when there is none."""
    return render(text, Words(), is_markdown=False)
