"""The pieces of a draft: what is edited on its own in the studio, and how its address names it.

Edits, presences and addresses carry `Piece.slug` ("question-12"). Which piece a place of the
document lies in says piece_places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model, Q

from funnel.models import Funnel, Step
from nurture.models import Message, Sequence
from quizzes.models import Outcome, Question

_SLUG = re.compile(r"([a-z]+)-([0-9]{1,18})\Z")


class PieceKind(StrEnum):
    """The first three belong to the funnel as a whole; a step brings its content with it, but
    questions, results and mails are pieces of their own."""

    START = "start"
    LOOK = "look"
    SETTINGS = "settings"
    STEP = "step"
    QUESTION = "question"
    RESULT = "result"
    SERIES = "series"
    MAIL = "mail"


_OF_FUNNEL = (PieceKind.START, PieceKind.LOOK, PieceKind.SETTINGS)


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    pk: int

    @property
    def slug(self) -> str:
        return f"{self.kind}-{self.pk}"


def read_piece(slug: str) -> Piece | None:
    """What an address names; None for anything that is no piece's name."""
    match = _SLUG.match(slug)
    if match is None or match[1] not in set(PieceKind):
        return None
    return Piece(PieceKind(match[1]), int(match[2]))


def piece_row(funnel: Funnel, piece: Piece) -> Model | None:
    """The row of a piece of this funnel; None where it is gone or another funnel's."""
    mine = Q(step__funnel=funnel) | Q(seriesrule__funnel=funnel)
    in_mine = Q(sequence__step__funnel=funnel) | Q(sequence__seriesrule__funnel=funnel)
    in_quiz = Q(quiz__step__funnel=funnel)
    if piece.kind in _OF_FUNNEL:
        return funnel if piece.pk == funnel.pk else None
    match piece.kind:
        case PieceKind.STEP:
            parts = ("quiz", "magnet", "sequence", "opt_in", "offer")
            return (
                Step.objects.filter(funnel=funnel)
                .select_related(*parts)
                .filter(pk=piece.pk)
                .first()
            )
        case PieceKind.QUESTION:
            return (
                Question.objects.filter(in_quiz)
                .select_related("quiz__step")
                .filter(pk=piece.pk)
                .first()
            )
        case PieceKind.RESULT:
            return (
                Outcome.objects.filter(in_quiz)
                .select_related("quiz__step")
                .filter(pk=piece.pk)
                .first()
            )
        case PieceKind.SERIES:
            return Sequence.objects.filter(mine, pk=piece.pk).distinct().first()
        case _:
            return Message.objects.filter(in_mine, pk=piece.pk).distinct().first()


def first_piece(funnel: Funnel) -> Piece:
    """What the studio opens with."""
    return Piece(PieceKind.START, funnel.pk)
