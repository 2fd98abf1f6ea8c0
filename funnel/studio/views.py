"""The studio page: the ladder, the form of the chosen piece, and the screen it makes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funnel.drafts.fingerprint import fingerprint
from funnel.drafts.presence import Person, note_presence, others_here
from funnel.models import Funnel
from funnel.studio.frame import (
    get_funnel,
    is_htmx,
    list_context,
    may_change,
    page_context,
    person,
    standing,
)
from funnel.studio.pieces import first_piece, piece_row, read_piece
from funnel.studio.tree import tree_of


@require_GET
@may_change
def page(request: HttpRequest, pk: int, piece: str = "") -> HttpResponse:
    """The whole page; for htmx the middle pane alone, with the list around the new choice."""
    funnel = get_funnel(pk)
    chosen = read_piece(piece) if piece else first_piece(funnel)
    if chosen is None:
        raise Http404
    if piece_row(funnel, chosen) is None:
        return redirect("studio:page", pk)
    template = "studio/_chosen.html" if is_htmx(request) else "studio/page.html"
    answer = render(request, template, page_context(request, funnel, chosen))
    answer.headers["Vary"] = "HX-Request"
    return answer


@require_GET
@may_change
def listed(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """The list and the bar as they stand now; pages fetch it after every change."""
    funnel = get_funnel(pk)
    chosen = standing(funnel, read_piece(piece))
    return render(request, "studio/_listed.html", list_context(funnel, chosen))


@require_POST
@may_change
def here(request: HttpRequest, pk: int) -> JsonResponse:
    """A page says that it is open; the answer says who else is here, and how the draft stands:
    {others, revision, piece, seen}. `seen` is the mark of the piece, empty where it is gone."""
    funnel, now = get_funnel(pk), timezone.now()
    piece = read_piece(request.POST.get("piece", ""))
    slug = piece.slug if piece else ""
    note_presence(funnel=funnel, by=person(request), piece=slug, now=now)
    is_there = piece is not None and piece_row(funnel, piece) is not None
    others = others_here(funnel, by=person(request), now=now)
    return JsonResponse(
        {
            "others": _others(funnel, others),
            "revision": funnel.revision,
            "piece": slug,
            "seen": fingerprint(funnel, piece) if piece and is_there else "",
        }
    )


def _others(funnel: Funnel, people: list[Person]) -> str:
    """Anna is here, too: Question 3."""
    if not people:
        return ""
    tree = tree_of(funnel)
    said = []
    for each in people:
        where = tree.named(each.piece)
        sentence = _("%(name)s is here, too: %(where)s") if where else _("%(name)s is here, too")
        said.append(sentence % {"name": each.name, "where": where})
    return " · ".join(said)
