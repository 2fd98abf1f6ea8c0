"""A step, question, result or mail once more, right after the first: with all it holds.

The studio calls it. Copies get keys of their own; conditions inside follow them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from funnel.drafts.copied_steps import copy_step
from funnel.drafts.moving import siblings_of
from funnel.drafts.recording import recorded
from funnel.drafts.row_copies import copied
from funnel.models import Funnel
from funnel.studio.pieces import Piece, PieceKind, piece_row
from nurture.models import Message
from quizzes.keys import free_key
from quizzes.models import Choice, Outcome, Question, Weight

M = TypeVar("M", bound=models.Model)
_COPIED: Mapping[str, object] = {
    PieceKind.STEP: _("step duplicated"),
    PieceKind.QUESTION: _("question duplicated"),
    PieceKind.RESULT: _("result duplicated"),
    PieceKind.MAIL: _("mail duplicated"),
}
COPYABLE = tuple(_COPIED)


def copy_piece(*, funnel: Funnel, piece: Piece, by: User | None, now: datetime) -> Piece | None:
    """The new piece, standing right after the one it was made from.

    None for what is gone, and for what there is one of only.
    """
    row = piece_row(funnel, piece)
    if row is None or piece.kind not in _COPIED:
        return None
    with recorded(funnel=funnel, by=by, now=now, words=str(_COPIED[piece.kind])):
        made = Piece(piece.kind, _copy(funnel, row).pk)
        _put_after(funnel, piece, made)
    return made


def _copy(funnel: Funnel, row: models.Model) -> models.Model:
    match row:
        case Question():
            return _copy_question(row)
        case Outcome():
            return _copy_result(row)
        case Message():
            taken = set(row.sequence.messages.values_list("key", flat=True))
            return copied(row, key=free_key(row.key, taken=taken, fallback="mail"))
        case _:
            return copy_step(funnel, row)


def _copy_question(question: Question) -> Question:
    everybody = Question.with_archived.filter(quiz=question.quiz)
    taken = set(everybody.values_list("key", flat=True))
    made = copied(question, key=free_key(question.key, taken=taken, fallback="question"))
    for choice in question.choices.all():
        again = copied(choice, question=made)
        _copy_weights(Weight.objects.filter(choice=choice), choice=again)
    _copy_weights(Weight.objects.filter(scale=question), scale=made)
    return made


def _copy_result(outcome: Outcome) -> Outcome:
    """The answers that speak for the first speak for the copy as much."""
    taken = set(outcome.quiz.outcomes.values_list("key", flat=True))
    made = copied(outcome, key=free_key(outcome.key, taken=taken, fallback="result"))
    _copy_weights(Weight.objects.filter(outcome=outcome), outcome=made)
    return made


def _copy_weights(weights: models.QuerySet[Weight], **other: Choice | Question | Outcome) -> None:
    for weight in weights:
        copied(weight, **other)


def _put_after(funnel: Funnel, piece: Piece, made: Piece) -> None:
    rows = siblings_of(funnel, piece)
    copy = next(row for row in rows if row.pk == made.pk)
    rows.remove(copy)
    rows.insert(1 + next(place for place, row in enumerate(rows) if row.pk == piece.pk), copy)
    for position, row in enumerate(rows):
        type(row)._base_manager.filter(pk=row.pk).update(position=position)
