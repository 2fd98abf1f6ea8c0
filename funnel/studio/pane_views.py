"""What the pane's form and the buttons of its rows are sent to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from funnel.models import Funnel
from funnel.studio.fields import FieldView
from funnel.studio.frame import is_htmx, may_change, page_context
from funnel.studio.panes import make_pane
from funnel.studio.pieces import Piece, piece_row, read_piece
from funnel.studio.rows_in_piece import (
    KINDS,
    NoRoomError,
    add_row,
    drop_row,
    parent_of,
    shift_row,
)
from funnel.studio.saving import Act, Clash, Refused, Saved, save_piece


@require_POST
@may_change
def save(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """Autosave, the Save button of pages without script, and "Keep mine"."""
    funnel, chosen = _found(pk, piece)
    done = _save(request, funnel, chosen)
    if not isinstance(done, Saved):
        return _not_saved(request, funnel, chosen, done)
    if not is_htmx(request):
        return redirect("studio:page", pk, chosen.slug)
    media = _media(funnel, chosen, done)
    context = {**_context(funnel, chosen, done), "media": media, "keeps": "keep" in request.POST}
    response = render(request, "studio/_saved.html", context)
    if done.is_changed:
        trigger_client_event(response, "studio:changed", {"piece": chosen.slug})
    if done.is_reshaped:
        trigger_client_event(response, "studio:reshape", {"piece": chosen.slug})
    return response


@require_POST
@may_change
def add(request: HttpRequest, pk: int, piece: str, what: str) -> HttpResponse:
    """Saves what was typed and begins a new row, which takes the focus."""
    funnel, chosen = _found(pk, piece)
    made: list[Model] = []

    def run(row: Model) -> None:
        # Visitors read its first words.
        with translation.override(funnel.language):
            made.append(add_row(what=what, parent=_parent(row, what)))

    words = _("Added to %(what)s: %(row)s") % _said(funnel, chosen, what)
    try:
        done = _save(request, funnel, chosen, Act(run, words))
    except NoRoomError:
        return redirect("studio:page", pk, chosen.slug)
    return _after(request, funnel, chosen, done, f"row-{what}-{made[0].pk}" if made else "")


@require_POST
@may_change
def drop(request: HttpRequest, pk: int, piece: str, what: str, row: int) -> HttpResponse:
    funnel, chosen = _found(pk, piece)
    near: list[int | None] = []

    def run(parent: Model) -> None:
        near.append(drop_row(what=what, parent=_parent(parent, what), pk=row))

    words = _("Took out of %(what)s: %(row)s") % _said(funnel, chosen, what)
    done = _save(request, funnel, chosen, Act(run, words, gone=f"{what}-{row}"))
    focus = f"row-{what}-{near[0]}" if near and near[0] else f"rows-{what}"
    return _after(request, funnel, chosen, done, focus)


@require_POST
@may_change
def shift(request: HttpRequest, pk: int, piece: str, what: str, row: int, way: str) -> HttpResponse:
    funnel, chosen = _found(pk, piece)
    if way not in ("up", "down"):
        raise Http404

    def run(parent: Model) -> None:
        to = "up" if way == "up" else "down"
        shift_row(what=what, parent=_parent(parent, what), pk=row, way=to)  # type: ignore[arg-type]  # one of the two

    words = _("Sorted in %(what)s: %(row)s") % _said(funnel, chosen, what)
    done = _save(request, funnel, chosen, Act(run, words))
    return _after(request, funnel, chosen, done, f"{way}-{what}-{row}")


def _found(pk: int, slug: str) -> tuple[Funnel, Piece]:
    funnel = get_object_or_404(Funnel.objects.select_related("theme", "publication"), pk=pk)
    piece = read_piece(slug)
    if piece is None:
        raise Http404
    return funnel, piece


def _row(funnel: Funnel, piece: Piece) -> Model:
    row = piece_row(funnel, piece)
    if row is None:
        raise Http404
    return row


def _media(funnel: Funnel, piece: Piece, done: Saved) -> list[FieldView]:
    """The fields whose file is kept by now. Typing has none, and waits for no second pane."""
    if not done.media:
        return []
    pane = make_pane(funnel, piece, _row(funnel, piece), now=timezone.now())
    return [view for view in pane.views if view.name in done.media]


def _parent(row: Model, what: str) -> Model:
    parent = parent_of(row, what) if what in KINDS else None
    if parent is None:
        raise Http404
    return parent


def _said(funnel: Funnel, piece: Piece, what: str) -> dict[str, str]:
    """The names of a piece and of its rows, for the words of an edit."""
    row = piece_row(funnel, piece)
    if row is None:
        return {"what": "", "row": ""}
    _parent(row, what)
    pane = make_pane(funnel, piece, row, now=timezone.now())
    one = next((rows.one for rows in pane.rows if rows.what == what), "")
    return {"what": pane.noun, "row": one}


def _save(
    request: HttpRequest, funnel: Funnel, piece: Piece, act: Act | None = None
) -> Saved | Refused | Clash:
    by = request.user
    return save_piece(
        funnel=funnel,
        piece=piece,
        data=request.POST,
        files=request.FILES,
        by=by if isinstance(by, User) else None,
        now=timezone.now(),
        act=act,
    )


def _after(
    request: HttpRequest,
    funnel: Funnel,
    piece: Piece,
    done: Saved | Refused | Clash,
    focus: str,
) -> HttpResponse:
    """A row came, went or moved: the whole pane as it stands now, with the focus in place."""
    if not isinstance(done, Saved):
        return _not_saved(request, funnel, piece, done)
    if not is_htmx(request):
        return redirect("studio:page", funnel.pk, piece.slug)
    pane = make_pane(funnel, piece, _row(funnel, piece), now=timezone.now())
    context = {**_context(funnel, piece, done), "pane": pane, "seen": done.seen}
    response = render(request, "studio/_pane_again.html", context)
    trigger_client_event(response, "studio:changed", {"piece": piece.slug})
    return trigger_client_event(response, "studio:focus", {"id": focus}, after="settle")


def _not_saved(
    request: HttpRequest, funnel: Funnel, piece: Piece, done: Refused | Clash
) -> HttpResponse:
    is_clash = isinstance(done, Clash)
    status = 409 if is_clash else 422
    context: dict[str, Any] = {**_context(funnel, piece, done), "clash": done if is_clash else None}
    if isinstance(done, Refused):
        context |= {
            "pane": done.pane,
            "views": [view for view in done.pane.views if view.bound.form.is_bound],
        }
    if is_htmx(request):
        template = "studio/_clash.html" if is_clash else "studio/_refused.html"
        response = render(request, template, context, status=status)
        response.headers["HX-Reswap"] = "none"
        return response
    row = piece_row(funnel, piece)
    if row is None:
        return redirect("studio:page", funnel.pk)
    if is_clash:
        context["pane"] = make_pane(
            funnel, piece, row, now=timezone.now(), data=request.POST, files=request.FILES
        )
    # What was sent is not what stands: it is sent again with the mark it came with.
    context["seen"] = request.POST.get("seen", "")
    frame = page_context(request, funnel, piece)
    return render(request, "studio/page.html", {**frame, **context}, status=status)


def _context(funnel: Funnel, piece: Piece, done: object) -> dict[str, Any]:  # Any: for a template
    return {"funnel": funnel, "piece": piece, "done": done, "now": timezone.localtime()}
