"""My data over HTTP: ask for a link, open it once, read, take along, erase.

GET never changes anything. No page here may be kept, indexed, or named to another site.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from funnel.journey.answering import page
from funnel.journey.place import Context
from funnel.journey.speaking import browser_language
from funnel.privacy.erasing import erase_person
from funnel.privacy.exporting import as_json, export_person
from funnel.privacy.forms import AddressForm
from funnel.privacy.links import (
    LinkOverError,
    UnknownLinkError,
    ask_for_data,
    check_link,
    open_link,
    read_ticket,
    ticket_for,
)
from funnel.privacy.story import sections
from leads.models import EmailAddress
from quizzes.languages import interface_language

View = Callable[..., HttpResponse]


def unkept(view: View) -> View:
    """Not in a cache, not in a search engine, and no other site hears this address."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except UnknownLinkError:
            response = _page(request, "over", {"is_unknown": True}, status=404)
        except LinkOverError:
            response = _page(request, "over", {}, status=410)
        patch_cache_control(response, private=True, no_store=True)
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def ask(request: HttpRequest) -> HttpResponse:
    """The same sentence whether the address is known or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ask_for_data(
            normalised=form.cleaned_data["email"],
            language=browser_language(request),
            now=timezone.now(),
        )
        return _page(request, "asked", {})
    return _page(request, "ask", {"form": form, "typed": form.data.get("email", "")[:320]})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def data(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks for the press that opens it, so that no scanner uses the link up."""
    now = timezone.now()
    if request.method != "POST":
        check_link(token, now=now)
        return _page(request, "open", {})
    opened = open_link(token, now=now)
    return _shown(request, opened.address, opened.ticket)


@csrf_exempt
@require_POST
@unkept
def take(request: HttpRequest) -> HttpResponse:
    """Everything as one file."""
    now = timezone.now()
    link = read_ticket(request.POST.get("ticket", ""), now=now)
    text = as_json(export_person(lead_id=link.address.lead_id, now=now))
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@csrf_exempt
@require_POST
@unkept
def erase(request: HttpRequest) -> HttpResponse:
    """The first press says what goes and what stays; the second one does it."""
    now = timezone.now()
    link = read_ticket(request.POST.get("ticket", ""), now=now)
    if request.POST.get("sure") != "yes":
        return _page(request, "erase", {"ticket": ticket_for(link, now=now)})
    erase_person(lead_id=link.address.lead_id, now=now)
    return _page(request, "erased", {})


def _shown(request: HttpRequest, address: EmailAddress, ticket: str) -> HttpResponse:
    with translation.override(interface_language(browser_language(request))):
        told = sections(export_person(lead_id=address.lead_id, now=timezone.now()))
    return _page(request, "data", {"sections": told, "ticket": ticket})


def _page(request: HttpRequest, name: str, context: Context, *, status: int = 200) -> HttpResponse:
    return page(request, f"funnel/privacy/{name}.html", context, status=status)
