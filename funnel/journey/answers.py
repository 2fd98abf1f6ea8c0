"""Answers and promises, written: one row each, and answering again replaces it.

Handlers call these; each raises RefusedError before it writes anything.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funnel.document import PollStep, QuizStep, ResultStep
from funnel.journey.done import Done
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import Record
from funnel.journey.telling import tells
from funnel.journey.told import outcome_of, promise_act
from funnel.journey.trail import Screen, Trail
from funnel.models import Answer
from quizzes.answers import AnswerError, Given, read_answer

# What the two equal buttons below a result's first step say.
PROMISES = {"will_do": "yes", "not_for_me": "no"}


def press_question(
    record: Record, step: QuizStep | PollStep, screen: Screen, press: Press, now: datetime
) -> Done:
    """Stores the answer of any kind of question; a skip is stored as an empty one."""
    question = step.quiz.question(screen.question)
    assert question is not None
    given = Given(
        choices=press.choices,
        order=press.order,
        typed=press.typed_answer,
        is_skip=press.act == "skip",
    )
    language = record.visit.reads or record.document.language
    try:
        values = read_answer(question, given, language=language)
    except AnswerError as error:
        raise RefusedError({"answer": error.message}) from error
    keep(record, screen, values, now)
    return Done(next=screen if tells(step.quiz, question, values) else None)


def press_promise(
    record: Record, trail: Trail, step: ResultStep, press: Press, now: datetime
) -> Done:
    """Stores a yes or a no to the result's first step; the result stays on the screen."""
    outcome = outcome_of(record.document, trail)
    if outcome is None or not outcome.asks_promise:
        raise RefusedError({"": _("That is no longer asked here.")})
    screen, said = Screen(step.key), PROMISES[press.act]
    keep(record, screen, (said,), now)
    acts = (promise_act(record, trail, screen, outcome, now),) if said == "yes" else ()
    return Done(next=screen, acts=acts)


def keep(record: Record, screen: Screen, values: tuple[str, ...], now: datetime) -> None:
    """One row a screen: what was said there before is gone."""
    answer = Answer(
        visit=record.visit,
        step_key=screen.step,
        question_key=screen.question,
        values=list(values),
        answered_at=now,
    )
    Answer.objects.bulk_create(
        [answer],
        update_conflicts=True,
        unique_fields=["visit", "step_key", "question_key"],
        update_fields=["values", "answered_at"],
    )
    record.answers[screen] = answer
    record.has_news = True
