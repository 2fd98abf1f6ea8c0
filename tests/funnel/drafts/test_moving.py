from __future__ import annotations

from datetime import UTC, datetime

import pytest

from funnel.drafts import undo
from funnel.drafts.fingerprint import fingerprint
from funnel.drafts.moving import OrderClashError, move_piece, sibling_slugs
from funnel.models import Edit, Funnel, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message
from quizzes.models import Outcome, Question
from tests.funnel.factories import make_funnel, make_rich_document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def sortable(funnel: Funnel) -> list[Piece]:
    """The first of every list of two or more."""
    rule = funnel.series_rules.first()
    assert rule is not None
    found = [
        Piece(PieceKind.STEP, Step.objects.earliest("position").pk),
        Piece(PieceKind.QUESTION, Question.objects.order_by("quiz", "position")[0].pk),
        Piece(PieceKind.RESULT, Outcome.objects.order_by("quiz", "position")[0].pk),
        Piece(PieceKind.MAIL, Message.objects.order_by("sequence", "position")[0].pk),
        Piece(PieceKind.SERIES, rule.sequence_id),
    ]
    return [piece for piece in found if len(sibling_slugs(funnel, piece)) > 1]


def move(funnel: Funnel, piece: Piece, to: str, seen: list[str] | None = None) -> None:
    order = sibling_slugs(funnel, piece) if seen is None else seen
    move_piece(funnel=funnel, piece=piece, to=to, seen=order, by=None, now=NOW)


def test_every_list_is_sorted_and_a_move_is_taken_back() -> None:
    funnel = make_funnel(make_rich_document(slug="sorted"))
    pieces = sortable(funnel)

    for piece in pieces:
        before, mark = sibling_slugs(funnel, piece), fingerprint(funnel, piece)
        move(funnel, piece, "down")
        after = sibling_slugs(funnel, piece)
        assert after == [before[1], before[0], *before[2:]]
        assert fingerprint(funnel, piece) == mark
        undo(funnel=funnel, by=None, now=NOW)
        assert sibling_slugs(funnel, piece) == before
    assert {PieceKind.STEP, PieceKind.QUESTION, PieceKind.RESULT} <= {p.kind for p in pieces}


def test_a_piece_moves_to_any_place_and_never_past_the_ends() -> None:
    funnel = make_funnel(make_rich_document(slug="ends"))
    piece = Piece(PieceKind.STEP, Step.objects.earliest("position").pk)
    order = sibling_slugs(funnel, piece)

    move(funnel, piece, "up")
    assert sibling_slugs(funnel, piece) == order
    assert not Edit.objects.exists()
    move(funnel, piece, "99")
    assert sibling_slugs(funnel, piece) == [*order[1:], order[0]]
    move(funnel, piece, "2")
    assert sibling_slugs(funnel, piece) == [*order[1:3], order[0], *order[3:]]
    with pytest.raises(ValueError, match="sideways"):
        move(funnel, piece, "sideways")


def test_move_refuses_an_order_that_somebody_changed_meanwhile() -> None:
    funnel = make_funnel(make_rich_document(slug="clash"))
    piece = Piece(PieceKind.STEP, Step.objects.earliest("position").pk)
    seen = sibling_slugs(funnel, piece)
    move(funnel, piece, "down")
    stands = sibling_slugs(funnel, piece)

    with pytest.raises(OrderClashError):
        move(funnel, piece, "down", seen)
    assert sibling_slugs(funnel, piece) == stands
    assert Edit.objects.count() == 1


def test_what_is_not_sorted_and_what_is_another_funnels_cannot_be_moved() -> None:
    funnel = make_funnel(make_rich_document(slug="mine"))
    other = make_funnel(make_rich_document(slug="other"))
    foreign = Piece(PieceKind.STEP, Step.objects.filter(funnel=other)[0].pk)

    for piece in (foreign, Piece(PieceKind.LOOK, funnel.pk)):
        with pytest.raises(OrderClashError):
            move(funnel, piece, "down")
