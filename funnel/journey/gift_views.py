"""Over HTTP: a checklist as a PDF, and the file that comes with a guide. Looking writes nothing."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from funnel.document import ChecklistStep, GuideStep, StepDoc
from funnel.journey import gift_paper
from funnel.journey.answering import missing
from funnel.journey.files import media
from funnel.journey.forms import token
from funnel.journey.gifts import download_of
from funnel.journey.maillinks import link_for
from funnel.journey.place import address_of
from funnel.journey.pressing import NotOpenError, UnknownScreenError, check_open
from funnel.journey.reading import visit_record
from funnel.journey.record import Record
from funnel.journey.share_views import own_paper, private
from funnel.journey.speaking import speaking
from funnel.journey.trail import Screen
from funnel.models import Visit
from leads.business import business
from leads.models import MediaFile


@require_safe
def checklist_pdf(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """The list with its ticks while it is open to this visit; before that, the screen that is."""
    return own_paper(request, key, partial(_checklist, request, key, Screen(step)))


@require_safe
def gift_file(request: HttpRequest, key: str, step: str, name: str) -> HttpResponseBase:  # noqa: ARG001  # the name is the browser's
    """The guide's file under its own name, whole or a part of it. Scanners open it as well, so it
    says nothing about anybody: the yes was the press before."""
    try:
        row = _file(request, key, Screen(step))
    except (Visit.DoesNotExist, UnknownScreenError):
        return missing(request)
    except NotOpenError as not_open:
        return private(redirect(address_of(key, not_open.next)))
    response = media(request, str(row.file.name))
    if "Content-Disposition" in response.headers:
        response.headers["Content-Disposition"] = f'attachment; filename="{row.name}"'
    if response.status_code < HTTPStatus.BAD_REQUEST:
        response.headers["Cache-Control"] = "private"
    return response


def _open(request: HttpRequest, key: str, screen: Screen) -> tuple[Record, StepDoc | None]:
    """Raises as check_open() does. A link of the person's own mail counts."""
    record = visit_record(key)
    link = link_for(record, screen, token(request.GET.get("m")))
    check_open(record, record.trail(), screen, link)
    return record, record.document.step(screen.step)


def _checklist(request: HttpRequest, key: str, screen: Screen) -> tuple[str, bytes]:
    """The file's name and content. Raises as check_open() does, and BusyPressError."""
    record, step = _open(request, key, screen)
    if not isinstance(step, ChecklistStep):
        raise UnknownScreenError(screen)
    document, download = record.document, download_of(record.visit, screen.step)
    ticks = download.ticks if download else []
    with speaking(document):
        made = gift_paper.checklist_pdf(
            document=document, step=step, ticks=ticks, business=business().name
        )
    return gift_paper.file_name(document, step), made


def _file(request: HttpRequest, key: str, screen: Screen) -> MediaFile:
    record, step = _open(request, key, screen)
    file = step.magnet.file if isinstance(step, GuideStep) else None
    name = record.visit.publication.files.get(file.sha256) if file else None
    row = MediaFile.objects.filter(file=name).first() if name else None
    if row is None:
        raise UnknownScreenError(screen)
    return row
