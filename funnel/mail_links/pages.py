"""How pages behind mail links are drawn, and whether a press there was a person's."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from funnel.journey.answering import page
from funnel.journey.looks import sheet_name
from funnel.journey.place import Context
from funnel.journey.speaking import landing_address
from funnel.mail_links.places import document_of, is_live, visit_of
from nurture.models import MailLink
from nurture.reader.machines import judge, mark_of, signs_of
from nurture.writing.links import note_machine


def draw(request: HttpRequest, link: MailLink, name: str, **more: object) -> HttpResponse:
    """In the funnel's look and language. Nothing on it tells whose mail it was."""
    context: Context = dict(more)
    visit, document = visit_of(link), document_of(link)
    if document is not None:
        context["style"] = sheet_name(document.theme)
        context["document"] = document
        if is_live(link):
            context["landing"] = landing_address(document)
    if visit is not None:
        context["resume"] = reverse("journey:resume", args=[visit.key])
    response = page(request, f"funnel/mail_{name}.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def machine_of(request: HttpRequest, link: MailLink, *, now: datetime) -> str:
    """'' for the press of a person, else why it was none: noted then, without who it was."""
    again = request.POST.get("again", "")
    reason = judge(link, signs_of(request.headers), now=now, again=again)
    if reason:
        note_machine(link=link, reason=reason)
    return reason


def once_more(
    request: HttpRequest, link: MailLink, name: str, *, now: datetime, **more: object
) -> HttpResponse:
    """The same page, which asks for one more press: nobody is locked out by a wrong guess."""
    return draw(request, link, name, again=mark_of(link, now=now), **more)
