"""What a piece of a draft is made of, and a short mark of it: has it changed since it was read?

Forms carry the mark, so that nobody writes over what somebody else changed meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from django.db import models
from django.db.models import Q, QuerySet

from funnel.drafts.rows import Rows, plain_rows
from funnel.models import (
    Funnel,
    Offer,
    OptIn,
    OptInField,
    SeriesRule,
    SourceHook,
    Step,
    Theme,
    Translation,
)
from funnel.studio.pieces import Piece, PieceKind
from leads.models import ChecklistItem, LeadMagnet
from nurture.models import Message, Sequence
from quizzes.models import Category, Choice, Figure, Outcome, Question, Quiz, Weight

# What the first screen says; every other column of the funnel's row belongs to the settings.
_FIRST_WORDS = frozenset({"name", "hook", "reassurance"})
_SHARED = frozenset({"share_title", "share_text", "share_picture_id", "share_picture_alt"})


def fingerprint(funnel: Funnel, piece: Piece) -> str:
    """The mark of a piece as it stands. Where it is sorted to does not count."""
    return marked(piece_rows(funnel, piece))


def marked(rows: Rows) -> str:
    """Sixteen characters that are others as soon as any value of the rows is."""
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def piece_rows(funnel: Funnel, piece: Piece) -> Rows:
    """The rows of one piece by name, without their places among their siblings."""
    rows = plain_rows(_queries(funnel, piece))
    name, own = f"funnel.funnel:{funnel.pk}", _own_columns(piece.kind)
    if name in rows:
        columns = rows[name]
        others = columns.keys() - _FIRST_WORDS - _SHARED
        kept = own or others
        rows[name] = {column: columns[column] for column in sorted(kept)}
    top = _TOP.get(piece.kind)
    for row, values in rows.items():
        if row.startswith(f"{top}:"):
            values.pop("position", None)
    return rows


# The row that is sorted among its siblings, as opposed to the lines inside a piece.
_TOP = {
    PieceKind.STEP: "funnel.step",
    PieceKind.QUESTION: "quizzes.question",
    PieceKind.RESULT: "quizzes.outcome",
    PieceKind.SERIES: "funnel.seriesrule",
    PieceKind.MAIL: "nurture.message",
}


def _own_columns(kind: PieceKind) -> frozenset[str]:
    match kind:
        case PieceKind.START:
            return _FIRST_WORDS
        case PieceKind.LOOK:
            return _SHARED
        case _:
            return frozenset()


def _queries(funnel: Funnel, piece: Piece) -> Iterator[QuerySet[models.Model]]:
    for model, which in _parts(funnel, piece):
        yield model._base_manager.filter(which).order_by("pk").distinct()


def _parts(funnel: Funnel, piece: Piece) -> tuple[tuple[type[models.Model], Q], ...]:
    pk = piece.pk
    match piece.kind:
        case PieceKind.START:
            return ((Funnel, Q(pk=funnel.pk)), (SourceHook, Q(funnel=funnel)))
        case PieceKind.LOOK:
            return ((Funnel, Q(pk=funnel.pk)), (Theme, Q(funnel=funnel)))
        case PieceKind.SETTINGS:
            return ((Funnel, Q(pk=funnel.pk)), (Translation, Q(funnel=funnel)))
        case PieceKind.STEP:
            return _parts_of_step(pk)
        case PieceKind.QUESTION:
            by_choice = Q(choice__question=pk) | Q(scale=pk)
            return ((Question, Q(pk=pk)), (Choice, Q(question=pk)), (Weight, by_choice))
        case PieceKind.RESULT:
            return ((Outcome, Q(pk=pk)),)
        case PieceKind.SERIES:
            return ((Sequence, Q(pk=pk)), (SeriesRule, Q(sequence=pk)))
        case _:
            return ((Message, Q(pk=pk)),)


def _parts_of_step(pk: int) -> tuple[tuple[type[models.Model], Q], ...]:
    """With its content; the question of a poll has no page of its own, so it counts here."""
    poll = Q(quiz__step=pk, quiz__step__kind=Step.Kind.POLL)
    in_poll = Q(question__quiz__step=pk, question__quiz__step__kind=Step.Kind.POLL)
    return (
        (Step, Q(pk=pk)),
        (Quiz, Q(step=pk)),
        (Category, Q(quiz__step=pk)),
        (Figure, Q(quiz__step=pk)),
        (Question, poll),
        (Choice, in_poll),
        (LeadMagnet, Q(step=pk)),
        (ChecklistItem, Q(magnet__step=pk)),
        (Sequence, Q(step=pk)),
        (OptIn, Q(step=pk)),
        (OptInField, Q(opt_in__step=pk)),
        (Offer, Q(step=pk)),
    )
