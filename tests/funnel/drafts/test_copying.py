from __future__ import annotations

from datetime import UTC, datetime

import pytest

from funnel.checking.laws import check_document
from funnel.drafts import undo
from funnel.drafts.copying import copy_piece
from funnel.drafts.moving import sibling_slugs
from funnel.drafts.retelling import Renamed
from funnel.drafts.rows import draft_rows
from funnel.models import Step
from funnel.publishing.compile import compile_funnel
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message
from quizzes.models import Outcome, Question
from tests.funnel.factories import make_funnel, make_rich_document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_everything_that_can_be_copied_is_and_leaves_a_draft_without_faults() -> None:
    funnel = make_funnel(make_rich_document(slug="copied"))
    pieces = [
        *(Piece(PieceKind.STEP, pk) for pk in Step.objects.values_list("pk", flat=True)),
        *(Piece(PieceKind.QUESTION, pk) for pk in Question.objects.values_list("pk", flat=True)),
        *(Piece(PieceKind.RESULT, pk) for pk in Outcome.objects.values_list("pk", flat=True)),
        *(Piece(PieceKind.MAIL, pk) for pk in Message.objects.values_list("pk", flat=True)),
    ]
    before = {str(fault) for fault in check_document(compile_funnel(funnel))}
    assert before == set()

    for piece in pieces:
        rows, order = draft_rows(funnel), sibling_slugs(funnel, piece)
        made = copy_piece(funnel=funnel, piece=piece, by=None, now=NOW)
        assert made is not None
        place = order.index(piece.slug) + 1
        assert sibling_slugs(funnel, made) == [*order[:place], made.slug, *order[place:]]
        document = compile_funnel(funnel)
        keys = [fault for fault in check_document(document) if fault.path.endswith(".key")]
        assert keys == []
        undo(funnel=funnel, by=None, now=NOW)
        assert draft_rows(funnel) == rows


def test_a_copied_quiz_speaks_of_itself() -> None:
    funnel = make_funnel(make_rich_document(slug="copied-quiz"))
    step = Step.objects.filter(kind=Step.Kind.QUIZ).earliest("position")
    made = copy_piece(funnel=funnel, piece=Piece(PieceKind.STEP, step.pk), by=None, now=NOW)
    assert made is not None
    copy = Step.objects.get(pk=made.pk)

    assert copy.key == f"{step.key}-2"
    assert step.quiz is not None
    assert copy.quiz is not None
    for old, new in zip(step.quiz.questions.all(), copy.quiz.questions.all(), strict=True):
        assert (old.key, old.kind, old.position) == (new.key, new.kind, new.position)
        assert old.choices.count() == new.choices.count()
        assert f'"step": "{step.key}"' not in str(new.show_if).replace("'", '"')


def test_conditions_texts_and_formulas_follow_the_copy() -> None:
    renamed = Renamed(
        steps={"quiz": "quiz-2"}, topics={"price": "price-2"}, figures={"lost-hours": "lost-2"}
    )
    assert renamed.condition(
        {
            "all": [
                {"fact": "answer", "step": "quiz", "question": "quiz", "any_of": ["quiz"]},
                {"not": {"fact": "topic", "of": "price", "at_least": 5}},
                {"fact": "answered", "step": "poll", "question": "a"},
            ]
        }
    ) == {
        "all": [
            {"fact": "answer", "step": "quiz-2", "question": "quiz", "any_of": ["quiz"]},
            {"not": {"fact": "topic", "of": "price-2", "at_least": 5}},
            {"fact": "answered", "step": "poll", "question": "a"},
        ]
    }
    assert renamed.condition(None) is None
    text = 'topic.price {{ answer.quiz.rate | default: "quiz" }} {% if topic.price %}'
    assert renamed.text(text) == (
        'topic.price {{ answer.quiz-2.rate | default: "quiz" }} {% if topic.price-2 %}'
    )
    assert renamed.formula("lost_hours * 4 + hours") == "lost_2 * 4 + hours"


def test_what_there_is_one_of_is_not_copied() -> None:
    funnel = make_funnel(make_rich_document(slug="one-of"))
    for piece in (Piece(PieceKind.LOOK, funnel.pk), Piece(PieceKind.STEP, 0)):
        assert copy_piece(funnel=funnel, piece=piece, by=None, now=NOW) is None
