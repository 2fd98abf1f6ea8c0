"""Over HTTP: the page and picture of a shared result, and one's own result as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from funnel.document import ResultStep
from funnel.journey import result_paper
from funnel.journey.answering import missing, page
from funnel.journey.closing import closed
from funnel.journey.looks import sheet_name, steps_name
from funnel.journey.place import address_of
from funnel.journey.pressing import NotOpenError, UnknownScreenError, check_open
from funnel.journey.reading import place_of, visit_record
from funnel.journey.results import result_sheet
from funnel.journey.sharing import (
    Shared,
    graph_of,
    in_language,
    picture_of,
    picture_of_landing,
    shared_result,
    way_in,
)
from funnel.journey.speaking import speaking
from funnel.journey.trail import Screen
from funnel.models import Visit
from funnel.papers.compiling import BusyPressError
from funnel.papers.picture import Picture, picture
from funnel.publishing.loading import live_publication
from leads.business import business

_FIVE_MINUTES = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def share(request: HttpRequest, slug: str, outcome: str) -> HttpResponse:
    """A result shown to friends. No visit, no answer and no score is looked at."""
    found = _found(request, slug, outcome)
    if found is None:
        return _not_shared(request, slug)
    document = found.document
    with speaking(document):
        context = {
            "document": document,
            "style": sheet_name(document.theme),
            "steps_style": steps_name(),
            "shared": found,
            "open_graph": graph_of(found),
            "way_in": way_in(document),
        }
        response = page(request, "funnel/share.html", context)
    response.headers["Cache-Control"] = _FIVE_MINUTES
    return response


@require_safe
def share_picture(request: HttpRequest, slug: str, outcome: str) -> HttpResponse:
    found = _found(request, slug, outcome)
    if found is None:
        return _not_shared(request, slug)
    with speaking(found.document):
        return _picture(request, picture_of(found))


@require_safe
def landing_picture(request: HttpRequest, slug: str) -> HttpResponse:
    publication = live_publication(slug)
    if publication is None:
        return closed(request, slug)
    document = in_language(publication.pk, request.GET.get("language", ""))
    with speaking(document):
        return _picture(request, picture_of_landing(document))


@require_safe
def result_pdf(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """The PDF while the result is open to this visit; before that, the screen that is."""
    return own_paper(request, key, partial(_own_result, key, Screen(step)))


def own_paper(
    request: HttpRequest, key: str, make: Callable[[], tuple[str, bytes]]
) -> HttpResponse:
    """The PDF that `make` says the name and content of, whatever it raises as check_open() does."""
    try:
        name, made = make()
    except (Visit.DoesNotExist, UnknownScreenError):
        return missing(request)
    except NotOpenError as not_open:
        return private(redirect(address_of(key, not_open.next)))
    except BusyPressError:
        return later()
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return private(response)


def _own_result(key: str, screen: Screen) -> tuple[str, bytes]:
    """The file's name and content. Raises as check_open() does, and BusyPressError."""
    record = visit_record(key)
    trail = record.trail()
    check_open(record, trail, screen, None)
    document = record.document
    step = document.step(screen.step)
    if not isinstance(step, ResultStep) or step.part == "first":
        raise UnknownScreenError(screen)
    with speaking(document):
        sheet = result_sheet(place_of(record, trail, screen))
        if sheet is None:
            raise UnknownScreenError(screen)
        made = result_paper.result_pdf(document=document, sheet=sheet, business=business().name)
    return result_paper.file_name(document, sheet), made


def _found(request: HttpRequest, slug: str, outcome: str) -> Shared | None:
    publication = live_publication(slug)
    if publication is None:
        return None
    return shared_result(publication, outcome, request.GET.get("language", ""))


def _not_shared(request: HttpRequest, slug: str) -> HttpResponse:
    """A funnel that is live lacks this result; another one was taken down or never was."""
    return missing(request) if live_publication(slug) else closed(request, slug)


def _picture(request: HttpRequest, wanted: Picture) -> HttpResponse:
    """Named by its content in the query, so it is kept for ever; without that name, for a while."""
    etag = f'"{wanted.mark}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(picture(wanted), content_type="image/png")
        except BusyPressError:
            return later()
    is_named = request.GET.get("v") == wanted.mark
    response.headers["Cache-Control"] = _FOR_EVER if is_named else _FIVE_MINUTES
    response.headers["ETag"] = etag
    return response


def private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def later() -> HttpResponse:
    response = HttpResponse(status=503)
    response.headers["Retry-After"] = "5"
    response.headers["Cache-Control"] = "no-store"
    return response
