"""Undo and redo of the studio: they say what became of what, and lead there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.drafts.adding import grow_mail, grow_result, grow_step
from funnel.drafts.removing import remove_piece
from funnel.models import Funnel, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Sequence
from quizzes.models import Question, Quiz
from tests.funnel.admin.conftest import (  # noqa: F401  # fixtures of the pages beside these
    login,
    marketer,
)
from tests.funnel.factories import NOW, make_funnel
from tests.funnel.studio.test_panes import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel(db: None) -> Funnel:
    return make_funnel()


@pytest.fixture
def quiz(funnel: Funnel) -> Quiz:
    return Quiz.objects.filter(step__funnel=funnel)[0]


def turn(client: Client, funnel: Funnel, way: str, chosen: str = "") -> tuple[str, str]:
    """What was said, and the page it leads to."""
    address = reverse(f"studio:{way}", args=[funnel.pk])
    answer = client.post(address, {"chosen": chosen}, headers=HTMX)
    assert answer.status_code == 200
    return said(answer.content), answer.headers["HX-Push-Url"]


def said(content: bytes) -> str:
    toast = content.decode().partition('id="studio-toast"')[2]
    return " ".join(toast.split())


def page(funnel: Funnel, slug: str) -> str:
    return reverse("studio:page", args=[funnel.pk, slug])


def test_a_removed_question_comes_back_and_is_shown(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    quiz: Quiz,
) -> None:
    question = quiz.questions.all()[0]
    piece = Piece(PieceKind.QUESTION, question.pk)
    remove_piece(funnel=funnel, piece=piece, by=None, now=NOW)

    words, address = turn(marketer, funnel, "undo")
    assert "Taken back: question removed." in words
    assert address == page(funnel, piece.slug)
    words, _address = turn(marketer, funnel, "redo", piece.slug)
    assert "Made again: question removed." in words
    assert not Question.with_archived.filter(pk=question.pk).exists()


def test_nothing_more_to_turn_is_said(marketer: Client, funnel: Funnel) -> None:  # noqa: F811
    assert "There is nothing to take back." in turn(marketer, funnel, "undo")[0]
    assert "There is nothing to make again." in turn(marketer, funnel, "redo")[0]


def test_what_came_and_goes_again_leaves_the_page_where_something_stands(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    quiz: Quiz,
) -> None:
    made = grow_result(funnel=funnel, quiz=quiz, name="Planner", by=None, now=NOW)
    _words, address = turn(marketer, funnel, "undo", made.slug)
    assert address != page(funnel, made.slug)
    assert marketer.get(address).status_code == 200


def test_what_was_changed_in_another_way_is_not_touched(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    series = Sequence.objects.filter(seriesrule__funnel=funnel)[0]
    made = grow_mail(funnel=funnel, sequence=series, subject="Anew", by=None, now=NOW)
    series.messages.filter(pk=made.pk).update(subject="By a script")

    words, address = turn(marketer, funnel, "undo", made.slug)
    assert "This cannot be taken back" in words
    assert address == page(funnel, made.slug)
    assert series.messages.get(pk=made.pk).subject == "By a script"


def test_mails_of_a_step_leave_with_it_and_what_there_is_one_of_stays(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    grow_step(funnel=funnel, kind=Step.Kind.SERIES, title="A course", by=None, now=NOW)
    own = Piece(PieceKind.SERIES, Sequence.objects.get(step__funnel=funnel).pk).slug
    for slug, words in (
        (own, "These mails belong to their step."),
        (Piece(PieceKind.LOOK, funnel.pk).slug, "Every funnel needs this one."),
    ):
        address = reverse("studio:remove", args=[funnel.pk, slug])
        assert words in said(marketer.post(address, headers=HTMX).content)
