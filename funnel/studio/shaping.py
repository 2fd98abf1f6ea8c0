"""What changes the shape of a draft from its list: move, duplicate, remove, bring back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funnel.drafts.copying import copy_piece
from funnel.drafts.moving import OrderClashError, move_piece
from funnel.drafts.removing import archived_questions, bring_back, remove_piece
from funnel.models import Funnel
from funnel.studio.frame import (
    Said,
    get_funnel,
    gone,
    is_htmx,
    may_change,
    page_context,
    person,
    shown,
    sorted_again,
    standing,
)
from funnel.studio.pieces import Piece, PieceKind, first_piece, piece_row, read_piece


@require_POST
@may_change
def move(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """POST {to: up, down or a place from 0; order: the slugs as the page showed them; chosen}."""
    funnel, moved = get_funnel(pk), _read(piece)
    chosen = standing(funnel, read_piece(request.POST.get("chosen", piece)))
    try:
        move_piece(
            funnel=funnel,
            piece=moved,
            to=request.POST.get("to", ""),
            seen=request.POST.get("order", "").split(),
            by=person(request),
            now=timezone.now(),
        )
    except OrderClashError:
        words = _(
            "Somebody else sorted this list meanwhile. Here it is as it stands now;"
            " yours was not moved."
        )
        return sorted_again(request, funnel, chosen, Said(words, is_wrong=True), status=409)
    except ValueError:
        words = _("There is no such place.")
        return sorted_again(request, funnel, chosen, Said(words, is_wrong=True), status=422)
    return sorted_again(request, funnel, chosen, Said(_("Moved."), undo=True))


@require_POST
@may_change
def duplicate(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    funnel = get_funnel(pk)
    made = copy_piece(funnel=funnel, piece=_read(piece), by=person(request), now=timezone.now())
    if made is None:
        return shown(request, funnel, first_piece(funnel), gone())
    said = Said(_("Duplicated. This is the copy."), undo=True)
    return shown(request, funnel, made, said)


@require_POST
@may_change
def remove(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """Without asking first: the answer offers to take it back."""
    funnel, removed = get_funnel(pk), _read(piece)
    done = remove_piece(funnel=funnel, piece=removed, by=person(request), now=timezone.now())
    if done is None:
        return shown(request, funnel, standing(funnel, removed), _not_removed(funnel, removed))
    return shown(request, funnel, standing(funnel, done.neighbour), Said(done.words, undo=True))


@require_GET
@may_change
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions that are kept because visitors answered them."""
    funnel = get_funnel(pk)
    context = {
        **page_context(request, funnel, first_piece(funnel)),
        "questions": archived_questions(funnel),
        "middle": "studio/_archive.html",
    }
    template = "studio/_archive.html" if is_htmx(request) else "studio/page.html"
    return render(request, template, context)


@require_POST
@may_change
def restore(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    funnel = get_funnel(pk)
    row = get_object_or_404(archived_questions(funnel), pk=question)
    bring_back(funnel=funnel, question=row, by=person(request), now=timezone.now())
    made = Piece(PieceKind.QUESTION, row.pk)
    return shown(request, funnel, made, Said(_("It is back, as the last question."), undo=True))


def _not_removed(funnel: Funnel, piece: Piece) -> Said:
    """What is there and yet cannot go: what a funnel has one of, and the mails of a step."""
    if piece_row(funnel, piece) is None:
        return gone()
    if piece.kind == PieceKind.SERIES:
        words = _("These mails belong to their step. Remove the step, and they go with it.")
    else:
        words = _("Every funnel needs this one. It cannot be removed.")
    return Said(words, is_wrong=True)


def _read(slug: str) -> Piece:
    piece = read_piece(slug)
    if piece is None:
        raise Http404
    return piece
