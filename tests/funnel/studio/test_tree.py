"""The list beside the form: everything in its order, in a number of queries that stays."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funnel.drafts.copying import copy_piece
from funnel.drafts.removing import remove_piece
from funnel.models import Funnel, Step
from funnel.studio.pieces import Piece, PieceKind
from funnel.studio.tree import tree_of
from quizzes.models import Outcome, Question
from tests.funnel.factories import NOW, make_funnel, make_rich_document
from tests.funnel.studio.test_panes import pieces_of

pytestmark = pytest.mark.django_db


def queries(funnel: Funnel) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(tree_of(Funnel.objects.get(pk=funnel.pk)).nodes())
    return len(asked)


def first_quiz(funnel: Funnel) -> Step:
    return funnel.steps.filter(kind=Step.Kind.QUIZ).order_by("position")[0]


def test_every_piece_stands_in_the_list_once() -> None:
    funnel = make_funnel(make_rich_document(slug="listed"))
    slugs = [node.slug for node in tree_of(funnel).nodes()]
    polls = Question.objects.filter(quiz__step__funnel=funnel, quiz__step__kind=Step.Kind.POLL)
    in_polls = {Piece(PieceKind.QUESTION, pk).slug for pk in polls.values_list("pk", flat=True)}
    of_steps = {
        Piece(PieceKind.MAIL, pk).slug
        for pk in funnel.steps.exclude(sequence=None).values_list("sequence__messages", flat=True)
    }
    expected = {piece.slug for piece in pieces_of(funnel)} - in_polls | of_steps
    assert len(slugs) == len(set(slugs))
    assert set(slugs) == expected


def test_queries_do_not_grow_with_the_draft() -> None:
    funnel = make_funnel(make_rich_document(slug="grown"))
    before = queries(funnel)
    quiz = first_quiz(funnel)
    question = quiz.quiz.questions.all()[0] if quiz.quiz else None
    assert question is not None
    for piece in (Piece(PieceKind.QUESTION, question.pk), Piece(PieceKind.STEP, quiz.pk)):
        for _time in range(3):
            assert copy_piece(funnel=funnel, piece=piece, by=None, now=NOW) is not None
    assert queries(funnel) == before


def test_the_way_to_a_piece_names_what_it_lies_in() -> None:
    funnel = make_funnel(make_rich_document(slug="way"))
    quiz = first_quiz(funnel)
    question = Question.objects.filter(quiz=quiz.quiz).order_by("position")[0]
    slug = Piece(PieceKind.QUESTION, question.pk).slug
    tree = tree_of(funnel)
    assert tree.way_to(slug) == (Piece(PieceKind.STEP, quiz.pk).slug, slug)
    assert tree.named(slug) == "Question 1"
    assert (tree.way_to("question-999999"), tree.named("question-999999")) == ((), "")


def test_results_stand_below_the_step_that_shows_them() -> None:
    funnel = make_funnel()
    result = Outcome.objects.filter(quiz__step__funnel=funnel)[0]
    home = funnel.steps.get(kind=Step.Kind.RESULT)
    slug = Piece(PieceKind.RESULT, result.pk).slug
    assert tree_of(funnel).way_to(slug) == (Piece(PieceKind.STEP, home.pk).slug, slug)

    done = remove_piece(funnel=funnel, piece=Piece(PieceKind.STEP, home.pk), by=None, now=NOW)
    assert done is not None
    there = Piece(PieceKind.STEP, first_quiz(funnel).pk).slug
    assert tree_of(funnel).way_to(slug) == (there, slug)
