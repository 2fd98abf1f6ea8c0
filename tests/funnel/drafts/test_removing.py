from __future__ import annotations

from datetime import UTC, datetime

import pytest

from funnel.admin.vocabulary import vocabulary_of
from funnel.document import QuizStep
from funnel.drafts import undo
from funnel.drafts.adding import grow_question
from funnel.drafts.removing import archived_questions, bring_back, remove_piece
from funnel.drafts.rows import draft_rows
from funnel.models import Answer, Funnel, Step, Visit
from funnel.portable.exporting import export_document, export_media
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from funnel.publishing.compile import compile_funnel
from funnel.studio.pieces import Piece, PieceKind
from quizzes.document import QuestionDoc
from quizzes.models import Choice, Question, Weight
from tests.funnel.factories import make_funnel, make_rich_document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def first_question(funnel: Funnel) -> Question:
    quizzes = funnel.steps.filter(kind=Step.Kind.QUIZ).order_by("position")
    return Question.objects.filter(quiz=quizzes[0].quiz_id).order_by("position")[0]


def answered(funnel: Funnel, question: Question, *, is_test: bool = False) -> Answer:
    live = publish(funnel=funnel, now=NOW, by=None)
    visit = Visit.objects.create(
        funnel=funnel,
        publication=live,
        start_key="begun",
        at_step=question.quiz.step.key,
        started_at=NOW,
        last_act_at=NOW,
        is_test=is_test,
    )
    return Answer.objects.create(
        visit=visit,
        step_key=question.quiz.step.key,
        question_key=question.key,
        values=["a"],
        answered_at=NOW,
    )


def remove(funnel: Funnel, question: Question) -> str:
    piece = Piece(PieceKind.QUESTION, question.pk)
    done = remove_piece(funnel=funnel, piece=piece, by=None, now=NOW)
    assert done is not None
    return done.words


def test_a_question_nobody_answered_is_gone_until_it_is_taken_back() -> None:
    funnel = make_funnel(make_rich_document(slug="unanswered"))
    question, rows = first_question(funnel), draft_rows(funnel)

    assert remove(funnel, question) == "Removed."
    assert not Question.with_archived.filter(pk=question.pk).exists()
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == rows


def test_an_answered_question_is_archived_and_seen_nowhere() -> None:
    funnel = make_funnel(make_rich_document(slug="answered"))
    question = first_question(funnel)
    answer = answered(funnel, question)
    choices = Choice.objects.filter(question=question).count()
    weights = Weight.objects.filter(choice__question=question).count()
    key = (question.quiz.step.key, question.key)
    rows = draft_rows(funnel)

    assert "kept under “Archived questions”" in remove(funnel, question)

    assert list(archived_questions(funnel)) == [question]
    assert question not in question.quiz.questions.all()
    assert Choice.objects.filter(question=question).count() == choices
    assert Weight.objects.filter(choice__question=question).count() == weights
    assert key not in vocabulary_of(funnel).questions
    assert question.key not in [each.key for each in compile_funnel_questions(funnel, key[0])]
    assert Answer.objects.filter(pk=answer.pk).exists()
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == rows


def compile_funnel_questions(funnel: Funnel, step_key: str) -> list[QuestionDoc]:
    document = compile_funnel(funnel)
    step = next(each for each in document.steps if each.key == step_key)
    assert isinstance(step, QuizStep)
    return list(step.quiz.questions)


def test_the_key_of_an_archived_question_stays_taken() -> None:
    funnel = make_funnel(make_rich_document(slug="taken"))
    question = first_question(funnel)
    answered(funnel, question)
    remove(funnel, question)

    made = grow_question(
        funnel=funnel,
        quiz=question.quiz,
        kind=Question.Kind.SHORT_TEXT,
        text=question.key,
        by=None,
        now=NOW,
    )
    assert Question.objects.get(pk=made.pk).key == f"{question.key}-2"


def test_bringing_back_puts_it_last() -> None:
    funnel = make_funnel(make_rich_document(slug="back"))
    question = first_question(funnel)
    answered(funnel, question)
    remove(funnel, question)

    bring_back(
        funnel=funnel, question=archived_questions(funnel).get(pk=question.pk), by=None, now=NOW
    )
    assert list(question.quiz.questions.all())[-1] == question
    assert not archived_questions(funnel).exists()


def test_a_trial_answer_archives_nothing() -> None:
    funnel = make_funnel(make_rich_document(slug="trial"))
    question = first_question(funnel)
    answered(funnel, question, is_test=True)

    assert remove(funnel, question) == "Removed."
    assert not archived_questions(funnel).exists()


def test_an_import_that_replaces_leaves_archived_questions_on_record_or_asks_them_again() -> None:
    funnel = make_funnel(make_rich_document(slug="imported"))
    # Nothing else speaks of the last one.
    question = list(first_question(funnel).quiz.questions.all())[-1]
    answered(funnel, question)
    whole = export_document(funnel)
    remove(funnel, question)
    without = export_document(funnel)

    for document, is_asked in ((without, False), (whole, True)):
        import_funnel(
            document=document, media=export_media(document), now=NOW, by=None, replace=True
        )
        stands = Question.with_archived.get(pk=question.pk)
        assert (stands.archived_at is None) is is_asked


def test_a_removed_step_keeps_what_was_answered_in_it() -> None:
    funnel = make_funnel(make_rich_document(slug="step-gone"))
    question = first_question(funnel)
    answer = answered(funnel, question)
    step = question.quiz.step
    piece = Piece(PieceKind.STEP, step.pk)

    done = remove_piece(funnel=funnel, piece=piece, by=None, now=NOW)

    assert done is not None
    assert done.words == "Removed. What visitors answered here stays with them, as they read it."
    assert Answer.objects.get(pk=answer.pk).visit.publication.document.count(question.key)


def test_an_import_that_replaces_archives_what_was_answered_and_drops_the_rest() -> None:
    funnel = make_funnel(make_rich_document(slug="replaced"))
    *_others, question = first_question(funnel).quiz.questions.all()
    kind = Question.Kind.SHORT_TEXT
    quiz = question.quiz
    made = grow_question(funnel=funnel, quiz=quiz, kind=kind, text="Anything?", by=None, now=NOW)
    unanswered = Question.objects.get(pk=made.pk)
    whole = draft_rows(funnel)
    answered(funnel, question)
    document = export_document(funnel)
    gone = {question.key, unanswered.key}
    steps = [
        step.model_copy(
            update={
                "quiz": step.quiz.model_copy(
                    update={"questions": tuple(q for q in step.quiz.questions if q.key not in gone)}
                )
            }
        )
        if isinstance(step, QuizStep) and step.key == question.quiz.step.key
        else step
        for step in document.steps
    ]
    without = document.model_copy(update={"steps": tuple(steps)})

    import_funnel(document=without, media=export_media(document), now=NOW, by=None, replace=True)

    assert list(archived_questions(funnel)) == [question]
    assert not Question.with_archived.filter(pk=unanswered.pk).exists()
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == whole
