"""The mark of a piece: another one exactly when the rows of that piece are others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.drafts.fingerprint import fingerprint
from funnel.drafts.moving import move_piece, siblings_of
from funnel.models import Funnel, OptIn, OptInField, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message
from quizzes.models import Choice, Outcome, Question, Weight
from tests.funnel.factories import NOW, make_funnel
from tests.funnel.studio.test_panes import pieces_of

pytestmark = pytest.mark.django_db
Change = Callable[[Funnel], str]


def marks(funnel: Funnel) -> dict[str, str]:
    standing = Funnel.objects.get(pk=funnel.pk)
    return {piece.slug: fingerprint(standing, piece) for piece in pieces_of(standing)}


def hook(funnel: Funnel) -> str:
    Funnel.objects.filter(pk=funnel.pk).update(hook=funnel.hook + "!")
    return Piece(PieceKind.START, funnel.pk).slug


def shared(funnel: Funnel) -> str:
    Funnel.objects.filter(pk=funnel.pk).update(share_title=funnel.share_title + "!")
    return Piece(PieceKind.LOOK, funnel.pk).slug


def framing(funnel: Funnel) -> str:
    Funnel.objects.filter(pk=funnel.pk).update(embed_on=funnel.embed_on + "!")
    return Piece(PieceKind.SETTINGS, funnel.pk).slug


def answer(funnel: Funnel) -> str:
    row = Choice.objects.filter(question__quiz__step__funnel=funnel).order_by("pk")[0]
    Choice.objects.filter(pk=row.pk).update(text=row.text + "!")
    return Piece(PieceKind.QUESTION, row.question_id).slug


def points(funnel: Funnel) -> str:
    row = Weight.objects.filter(choice__question__quiz__step__funnel=funnel).order_by("pk")[0]
    assert row.choice is not None
    Weight.objects.filter(pk=row.pk).update(points=row.points + 1)
    return Piece(PieceKind.QUESTION, row.choice.question_id).slug


def question(funnel: Funnel) -> str:
    row = Question.objects.filter(quiz__step__funnel=funnel).order_by("pk")[0]
    Question.objects.filter(pk=row.pk).update(help=row.help + "!")
    return Piece(PieceKind.QUESTION, row.pk).slug


def result(funnel: Funnel) -> str:
    row = Outcome.objects.filter(quiz__step__funnel=funnel).order_by("pk")[0]
    Outcome.objects.filter(pk=row.pk).update(headline=row.headline + "!")
    return Piece(PieceKind.RESULT, row.pk).slug


def mail(funnel: Funnel) -> str:
    row = Message.objects.filter(sequence__seriesrule__funnel=funnel).order_by("pk")[0]
    Message.objects.filter(pk=row.pk).update(subject=row.subject + "!")
    return Piece(PieceKind.MAIL, row.pk).slug


def new_field(funnel: Funnel) -> str:
    step = funnel.steps.filter(kind=Step.Kind.OPT_IN)[0]
    gate = OptIn.objects.get(step=step)
    place = gate.fields.count()
    gate.fields.create(kind=OptInField.Kind.TEXT, key=f"own-{place}", label="Own", position=place)
    return Piece(PieceKind.STEP, step.pk).slug


CHANGES: list[Change] = [
    *(hook, shared, framing, answer, points),
    *(question, result, mail, new_field),
]


# Each case asks the database some hundred times.
@settings(max_examples=12, deadline=None)
@given(changes=st.lists(st.sampled_from(CHANGES), max_size=4))
def test_the_mark_is_another_exactly_where_something_changed(changes: list[Change]) -> None:
    funnel = make_funnel()
    before = marks(funnel)
    assert marks(funnel) == before
    changed = {change(Funnel.objects.get(pk=funnel.pk)) for change in changes}
    after = marks(funnel)
    assert {slug for slug in before if before[slug] != after[slug]} == changed
    funnel.delete()


def test_where_a_piece_is_sorted_to_does_not_count() -> None:
    funnel = make_funnel()
    before = marks(funnel)
    for kind, rows in ((PieceKind.STEP, funnel.steps), (PieceKind.QUESTION, Question.objects)):
        piece = Piece(kind, rows.order_by("pk")[0].pk)
        order = [Piece(kind, row.pk).slug for row in siblings_of(funnel, piece)]
        move_piece(funnel=funnel, piece=piece, to="down", seen=order, by=None, now=NOW)
    assert marks(funnel) == before


def test_running_the_funnel_changes_no_mark() -> None:
    funnel = make_funnel()
    before = marks(funnel)
    Funnel.objects.filter(pk=funnel.pk).update(revision=9, is_default=True, closed_text="Closed")
    assert marks(funnel) == before
