"""The preview's own pages, for the frame beside the form. GET alone; nothing is written."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from funnel.document import FunnelDocument, OptInStep
from funnel.journey.answering import page
from funnel.journey.forms import PressForm
from funnel.models import Funnel, Step
from funnel.publishing.lenient import showable
from funnel.studio.frame import may_change, person
from funnel.studio.look_mails import first_mail, series_mail
from funnel.studio.look_places import Addresses, jumps, screen_of
from funnel.studio.looking import FACES, Sight, screen_page, walk_of
from funnel.studio.mail_people import words_as
from funnel.studio.pieces import first_piece, piece_row, read_piece
from funnel.studio.walking import read_walk, walked_on, written_walk
from nurture.models import Message, Sequence
from quizzes.models import Outcome


@require_safe
@xframe_options_sameorigin
@may_change
def look(request: HttpRequest, pk: int, piece: str = "") -> HttpResponse:
    """The screen or mail of a piece. With `press` in the address: where that press leads."""
    funnel = get_object_or_404(Funnel.objects.select_related("theme"), pk=pk)
    chosen = read_piece(piece) if piece else first_piece(funnel)
    row = piece_row(funnel, chosen) if chosen else None
    if chosen is None or row is None:
        raise Http404
    document = showable(funnel)
    response = _mail(funnel, document, row, request) or _screen(request, funnel, document, row)
    response.headers["Cache-Control"] = "private, no-store"
    return _framed(response)


@require_safe
@may_change
def menu(request: HttpRequest, pk: int) -> HttpResponse:
    """All there is to see, as the lines of the preview's menu."""
    funnel = get_object_or_404(Funnel, pk=pk)
    return render(request, "studio/_look_menu.html", {"jumps": jumps(funnel)})


def _screen(
    request: HttpRequest, funnel: Funnel, document: FunnelDocument, row: Model
) -> HttpResponse:
    state = read_walk(request.GET.get("said", ""))
    screen = screen_of(document, row, state)
    if screen is None:
        return _nothing(request, document)
    face = request.GET.get("face", "")
    sight = Sight(
        screen,
        state,
        outcome=row.key if isinstance(row, Outcome) else "",
        face=face if face in FACES else "",
    )
    addresses = Addresses(funnel)
    if "press" in request.GET:
        return _press(request, document, sight, addresses)
    return screen_page(request, document, sight, addresses)


def _press(
    request: HttpRequest, document: FunnelDocument, sight: Sight, addresses: Addresses
) -> HttpResponse:
    form = PressForm(request.GET)
    trail, state = walk_of(document, sight)
    if not form.is_valid():
        return screen_page(request, document, sight, addresses)
    went = walked_on(document, trail, state, sight.screen, form.press())
    if went.errors or went.order:
        again = replace(sight, state=went.state, errors=went.errors, order=went.order)
        return screen_page(request, document, again, addresses)
    query = {"said": written_walk(went.state), **({"face": went.face} if went.face else {})}
    return redirect(f"{addresses.address_of(went.screen)}?{urlencode(query)}")


def _mail(
    funnel: Funnel, document: FunnelDocument, row: Model, request: HttpRequest
) -> HttpResponse | None:
    """None for what is no mail. `as` in the address names whose words it is shown with."""
    sequence, key = None, ""
    match row:
        case Message():
            sequence, key = document.sequence(row.sequence.key), row.key
        case Sequence():
            sequence = document.sequence(row.key)
        case Step() if "mail" in request.GET:
            step = document.step(row.key)
            return first_mail(document, step) if isinstance(step, OptInStep) else None
    if sequence is not None:
        said = words_as(funnel, request.GET.get("as", ""), person(request))
        return series_mail(document, sequence, key, said=said)
    return _nothing(request, document) if isinstance(row, Message | Sequence) else None


def _nothing(request: HttpRequest, document: FunnelDocument) -> HttpResponse:
    context = {"document": document, "title": _("Nothing to show yet")}
    return page(request, "studio/look_nothing.html", context)


def _framed(response: HttpResponse) -> HttpResponse:
    """It stands in a frame of our own, runs nothing and sends nothing."""
    response._csp_replace = {  # type: ignore[attr-defined]  # by django-csp
        "frame-ancestors": [SELF],
        "script-src": [NONE],
        "form-action": [NONE],
        "style-src": [SELF, UNSAFE_INLINE],
    }
    return response
