"""Undo and redo: everybody's work on a draft is one line, taken back from its end."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnel.drafts import UndoClashError
from funnel.drafts.undoing import redo, undo
from funnel.models import Edit, Funnel
from funnel.studio.frame import Said, get_funnel, may_change, person, shown, standing
from funnel.studio.pieces import Piece, PieceKind, piece_row, read_piece

# The larger thing first: a step brings its questions with it.
_KINDS = {
    "funnel.step": PieceKind.STEP,
    "quizzes.question": PieceKind.QUESTION,
    "quizzes.outcome": PieceKind.RESULT,
    "nurture.sequence": PieceKind.SERIES,
    "nurture.message": PieceKind.MAIL,
}


@require_POST
@may_change
def undo_last(request: HttpRequest, pk: int) -> HttpResponse:
    nothing = _("There is nothing to take back.")
    return _turn(request, pk, undo, _("Taken back: %(what)s."), nothing)


@require_POST
@may_change
def redo_next(request: HttpRequest, pk: int) -> HttpResponse:
    nothing = _("There is nothing to make again.")
    return _turn(request, pk, redo, _("Made again: %(what)s."), nothing)


def _turn(
    request: HttpRequest,
    pk: int,
    way: Callable[..., Edit | None],
    sentence: str,
    nothing: str,
) -> HttpResponse:
    funnel = get_funnel(pk)
    chosen = standing(funnel, read_piece(request.POST.get("chosen", "")))
    try:
        edit = way(funnel=funnel, by=person(request), now=timezone.now())
    except UndoClashError:
        words = _(
            "This cannot be taken back: what it left was changed since in another way."
            " Nothing was touched."
        )
        return shown(request, funnel, chosen, Said(words, is_wrong=True))
    if edit is None:
        return shown(request, funnel, chosen, Said(nothing))
    # The rows were written under it.
    funnel = get_funnel(pk)
    concerned = _concerned(funnel, edit) or standing(funnel, chosen)
    return shown(request, funnel, concerned, Said(sentence % {"what": edit.words}))


def _concerned(funnel: Funnel, edit: Edit) -> Piece | None:
    """What the edit was about, where that stands: the piece it names, else the largest of what it
    wrote that is a piece. None where a whole list was sorted."""
    named = read_piece(edit.piece)
    if named is not None and piece_row(funnel, named) is not None:
        return named
    rows = [str(each["row"]).partition(":") for each in edit.changes]
    for label in _KINDS:
        found = [pk for model, _colon, pk in rows if model == label]
        if len(found) == 1:
            return _standing_piece(funnel, label, found[0])
    return None


def _standing_piece(funnel: Funnel, label: str, pk: str) -> Piece | None:
    piece = Piece(_KINDS[label], int(pk))
    return piece if piece_row(funnel, piece) is not None else None
