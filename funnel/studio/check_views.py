"""The findings beside a piece of the studio, and what their buttons do: fix, ignore, heed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funnel.checking.fixing import fix_finding
from funnel.checking.waivers import NotIgnorableError, heed_finding, ignore_finding
from funnel.models import Funnel
from funnel.studio.check_findings import Board
from funnel.studio.piece_places import Pieces
from funnel.studio.pieces import Piece, read_piece

_may_change = permission_required("funnel.change_funnel", raise_exception=True)


@require_GET
@_may_change
def findings(request: HttpRequest, pk: int, piece: str = "") -> HttpResponse:
    """Of one piece, or of the whole funnel; the marks of the ladder come with it."""
    chosen = read_piece(piece)
    if piece and chosen is None:
        raise Http404
    return _answer(request, _funnel(pk), chosen)


@require_GET
@_may_change
def at(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the piece that `place` lies in; a text of a further language has its own page."""
    funnel, place = _funnel(pk), _place(request.GET)
    room, _dot, rest = place.partition(".")
    language = rest.partition(".")[0]
    if room == "translations" and funnel.translations.filter(language=language).exists():
        return redirect("admin:funnel_language", pk, language)
    return redirect("studio:page", pk, Pieces(funnel).at(place).slug)


@require_POST
@_may_change
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole page follows, for the form beside it shows what was mended."""
    code, place = _named(request)
    found = fix_finding(
        funnel=_funnel(pk), code=code, place=place, by=_by(request), now=timezone.now()
    )
    if found is None:
        messages.warning(request, _("That was put right already, or it needs your own words."))
    else:
        messages.success(request, _("Put right. Undo takes it back."))
    return _back(pk, request)


@require_POST
@_may_change
def ignore(request: HttpRequest, pk: int) -> HttpResponse:
    funnel, (code, place) = _funnel(pk), _named(request)
    why_not = ""
    try:
        ignore_finding(
            funnel=funnel,
            code=code,
            place=place,
            reason=request.POST.get("reason", "").replace("\0", ""),
            by=_by(request),
            now=timezone.now(),
        )
    except NotIgnorableError as error:
        why_not = str(error)
    if request.headers.get("HX-Request"):
        return _answer(request, funnel, read_piece(request.POST.get("piece", "")), why_not)
    if why_not:
        messages.error(request, why_not)
    return _back(pk, request)


@require_POST
@_may_change
def heed(request: HttpRequest, pk: int) -> HttpResponse:
    funnel, (code, place) = _funnel(pk), _named(request)
    heed_finding(funnel=funnel, code=code, place=place)
    if request.headers.get("HX-Request"):
        return _answer(request, funnel, read_piece(request.POST.get("piece", "")))
    return _back(pk, request)


def _answer(
    request: HttpRequest, funnel: Funnel, piece: Piece | None, why_not: str = ""
) -> HttpResponse:
    board = Board(funnel)
    context = {
        "funnel": funnel,
        "piece": piece,
        "findings": board.of(piece),
        "marks": board.marks(),
        "why_not": why_not,
    }
    return render(request, "studio/_findings.html", context)


def _funnel(pk: int) -> Funnel:
    return get_object_or_404(Funnel.objects.select_related("publication", "theme"), pk=pk)


def _named(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("code", "")[:10].replace("\0", ""), _place(request.POST)


def _place(sent: QueryDict) -> str:
    return sent.get("place", "")[:300].replace("\0", "")


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _back(pk: int, request: HttpRequest) -> HttpResponse:
    """To the page whose button was pressed."""
    if request.POST.get("back") == "publish":
        return redirect("admin:funnel_publish", pk)
    piece = read_piece(request.POST.get("piece", ""))
    return redirect("studio:page", pk, piece.slug) if piece else redirect("studio:page", pk)
