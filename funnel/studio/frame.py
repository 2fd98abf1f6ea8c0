"""What every answer of the studio is made of: the list, the chosen form, the bar above them.

The page, and whatever changes the shape of a draft, answer through it: whole pages to a plain
browser, the changed parts to htmx.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funnel.drafts.removing import archived_questions
from funnel.drafts.undoing import last_done, next_undone
from funnel.models import Funnel
from funnel.publishing.scheduling import plans
from funnel.studio.panes import pane_context
from funnel.studio.pieces import Piece, PieceKind, first_piece, piece_row
from funnel.studio.tree import tree_of

may_change = permission_required("funnel.change_funnel", raise_exception=True)
_SORTED = (
    *(PieceKind.STEP, PieceKind.QUESTION, PieceKind.RESULT),
    *(PieceKind.SERIES, PieceKind.MAIL),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about what was just done; `undo` offers to take it back."""

    words: str
    undo: bool = False
    is_wrong: bool = False


def get_funnel(pk: int) -> Funnel:
    return get_object_or_404(Funnel.objects.select_related("publication", "theme"), pk=pk)


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def is_htmx(request: HttpRequest) -> bool:
    """A page that htmx fetches to go back in history has to be whole."""
    asks = "HX-Request" in request.headers
    return asks and "HX-History-Restore-Request" not in request.headers


def list_context(funnel: Funnel, piece: Piece) -> dict[str, object]:
    """What the list and the bar need, in a number of queries that does not grow."""
    tree = tree_of(funnel)
    return {
        "funnel": funnel,
        "piece": piece,
        "tree": tree,
        "open": tree.way_to(piece.slug),
        "is_sorted": piece.kind in _SORTED,
        "is_copied": piece.kind in _SORTED and piece.kind != PieceKind.SERIES,
        "archived": archived_questions(funnel).count(),
        "undoes": last_done(funnel),
        "redoes": next_undone(funnel),
    }


def page_context(request: HttpRequest, funnel: Funnel, piece: Piece) -> dict[str, object]:
    row = piece_row(funnel, piece)
    assert row is not None
    return {
        **admin.site.each_context(request),
        **list_context(funnel, piece),
        **pane_context(request, funnel, piece, row),
        "opts": Funnel._meta,
        "title": funnel.name,
        "row": row,
        "plans": plans(funnel, now=timezone.now()),
    }


def standing(funnel: Funnel, piece: Piece | None) -> Piece:
    """The piece, or what the studio opens with where it is gone."""
    if piece is None or piece_row(funnel, piece) is None:
        return first_piece(funnel)
    return piece


def shown(request: HttpRequest, funnel: Funnel, piece: Piece, said: Said) -> HttpResponse:
    """After a change of the draft: the piece, the list and one sentence about it."""
    address = reverse("studio:page", args=[funnel.pk, piece.slug])
    if not is_htmx(request):
        return _told(request, said, address)
    context = {**page_context(request, funnel, piece), "said": said}
    answer = render(request, "studio/_chosen.html", context)
    answer.headers["HX-Push-Url"] = address
    return _triggering(answer, piece, {"studio:changed", "studio:chosen"})


def sorted_again(
    request: HttpRequest, funnel: Funnel, piece: Piece, said: Said, *, status: int = 200
) -> HttpResponse:
    """After a move: the list alone, so that nothing half typed in the form is touched."""
    if not is_htmx(request):
        return _told(request, said, reverse("studio:page", args=[funnel.pk, piece.slug]))
    context = {**list_context(funnel, piece), "said": said}
    answer = render(request, "studio/_listed.html", context, status=status)
    return _triggering(answer, piece, {"studio:changed"})


def _told(request: HttpRequest, said: Said, address: str) -> HttpResponse:
    if said.words:
        (messages.warning if said.is_wrong else messages.success)(request, said.words)
    return redirect(address)


def _triggering(answer: HttpResponse, piece: Piece, names: set[str]) -> HttpResponse:
    events = {name: {"piece": piece.slug} for name in sorted(names)}
    answer.headers["HX-Trigger"] = json.dumps(events)
    return answer


def gone() -> Said:
    return Said(_("This is not there any more. Somebody removed it meanwhile."), is_wrong=True)
