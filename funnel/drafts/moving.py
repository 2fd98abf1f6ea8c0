"""Steps, questions, results, mails and mail series sorted by hand: one move, one transaction.

The studio calls it for dragging, for its two buttons and for its keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.drafts.recording import recorded
from funnel.models import Funnel, SeriesRule, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message
from quizzes.models import Outcome, Question

_MOVED: Mapping[str, object] = {
    PieceKind.STEP: _("step moved"),
    PieceKind.QUESTION: _("question moved"),
    PieceKind.RESULT: _("result moved"),
    PieceKind.SERIES: _("mail series moved"),
    PieceKind.MAIL: _("mail moved"),
}


class OrderClashError(Exception):
    """Somebody else sorted, added or removed here since the page was read; nothing was written."""


def move_piece(
    *,
    funnel: Funnel,
    piece: Piece,
    to: str,
    seen: Sequence[str],
    by: User | None,
    now: datetime,
) -> None:
    """Moves a piece among its siblings. `to` is up, down, or its new place counted from 0.

    `seen` is the order the page showed, as slugs: where it is not the order of the rows any more,
    OrderClashError is raised. What cannot go further stays where it is. ValueError for a place
    that is none.
    """
    words = str(_MOVED.get(piece.kind, gettext("moved")))
    with recorded(funnel=funnel, by=by, now=now, words=words):
        rows = siblings_of(funnel, piece)
        slugs = [_slug(row, piece.kind) for row in rows]
        if list(seen) != slugs or piece.slug not in slugs:
            raise OrderClashError
        here = slugs.index(piece.slug)
        there = _place(to, here, len(rows))
        rows.insert(there, rows.pop(here))
        _put_in_order(rows)


# Any of several models with a position.
def siblings_of(funnel: Funnel, piece: Piece) -> list[models.Model]:
    """The rows that a piece is sorted among, itself included, in their order.

    Empty for what is not sorted. Mail series are sorted by the rule that gives them to a result.
    """
    found: models.QuerySet[models.Model]
    match piece.kind:
        case PieceKind.STEP:
            found = Step.objects.filter(funnel=funnel)
        case PieceKind.QUESTION:
            found = Question.objects.filter(quiz__step__funnel=funnel, quiz__questions=piece.pk)
        case PieceKind.RESULT:
            found = Outcome.objects.filter(quiz__step__funnel=funnel, quiz__outcomes=piece.pk)
        case PieceKind.MAIL:
            found = Message.objects.filter(sequence__messages=piece.pk).filter(
                models.Q(sequence__step__funnel=funnel)
                | models.Q(sequence__seriesrule__funnel=funnel)
            )
        case PieceKind.SERIES:
            found = SeriesRule.objects.filter(funnel=funnel)
        case _:
            return []
    return list(found.order_by("position", "id"))


def sibling_slugs(funnel: Funnel, piece: Piece) -> list[str]:
    return [_slug(row, piece.kind) for row in siblings_of(funnel, piece)]


def _slug(row: models.Model, kind: PieceKind) -> str:
    return Piece(kind, row.sequence_id if isinstance(row, SeriesRule) else row.pk).slug


def _place(to: str, here: int, count: int) -> int:
    steps = {"up": here - 1, "down": here + 1}
    wanted = steps[to] if to in steps else int(to)
    return min(max(wanted, 0), count - 1)


def _put_in_order(rows: Sequence[models.Model]) -> None:
    """From 0 without a gap; only what stands elsewhere is written."""
    for position, row in enumerate(rows):
        model = type(row)
        model._base_manager.filter(pk=row.pk).exclude(position=position).update(position=position)
