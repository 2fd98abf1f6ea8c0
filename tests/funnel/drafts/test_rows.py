from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funnel.drafts.rows import draft_rows, rows_around
from funnel.models import Funnel, SeriesRule, Step
from nurture.models import Message
from quizzes.models import Choice, Question
from tests.funnel.factories import make_funnel, make_rich_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel() -> Funnel:
    return make_funnel(make_rich_document(language="en"))


def _reword(funnel: Funnel) -> None:
    question = Question.objects.filter(quiz__step__funnel=funnel).first()
    assert question is not None
    question.text = "Other words?"
    question.save()


def _drop_a_question(funnel: Funnel) -> None:
    question = Question.objects.filter(quiz__step__funnel=funnel, key="raise").get()
    question.delete()


def _let_go_of_a_quiz(funnel: Funnel) -> None:
    """The rows of the quiz stand as before, yet are nobody's."""
    Step.objects.filter(funnel=funnel, kind=Step.Kind.QUIZ).update(quiz=None)


def _drop_the_rules(funnel: Funnel) -> None:
    SeriesRule.objects.filter(funnel=funnel).delete()


def _add_an_answer(funnel: Funnel) -> None:
    question = Question.objects.filter(quiz__step__funnel=funnel, key="raise").get()
    Choice.objects.bulk_create([Choice(question=question, key="new", text="New", position=9)])


def _reword_mails(funnel: Funnel) -> None:
    assert Message.objects.filter(sequence__seriesrule__funnel=funnel).update(subject="Other")


def _do_nothing(_funnel: Funnel) -> None:
    pass


@pytest.mark.parametrize(
    "act",
    [
        *(_reword, _drop_a_question, _let_go_of_a_quiz, _drop_the_rules),
        *(_add_an_answer, _reword_mails, _do_nothing),
    ],
)
def test_rows_around_reads_what_any_write_changed(
    funnel: Funnel, act: Callable[[Funnel], None]
) -> None:
    first = draft_rows(funnel)
    with rows_around(funnel) as (before, after):
        act(funnel)
    assert before == first
    assert after == draft_rows(funnel)
    assert (after == before) is (act is _do_nothing)


def test_rows_around_reads_nothing_twice_that_was_not_written(funnel: Funnel) -> None:
    with CaptureQueriesContext(connection) as whole:
        draft_rows(funnel)
    with CaptureQueriesContext(connection) as around, rows_around(funnel):
        pass
    assert len(around) == len(whole)
