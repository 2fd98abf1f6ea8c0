"""One address serves every link of every mail; scanners may open all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from funnel.journey.answering import missing, page
from funnel.journey.forms import arrival
from funnel.journey.looks import sheet_name
from funnel.journey.maillinks import target_screen
from funnel.journey.place import Context, address_of
from funnel.journey.record import open_record
from funnel.mail_links.arriving import arrive, may_arrive, promise
from funnel.mail_links.choosing import choices_page, keep
from funnel.mail_links.confirming import confirm
from funnel.mail_links.places import document_of, visit_of
from funnel.models import Visit
from funnel.privacy.links import send_data_link
from leads.permission import awaits_confirmation
from nurture.models import MailLink
from nurture.reader.unsubscribing import unsubscribe
from nurture.writing.links import CONFIRM, PREFERENCES, UNSUBSCRIBE, find


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribing, confirming, choosing, or the way into the visit the mail was written for."""
    link = find(token)
    if link is None:
        return missing(request)
    pages = {UNSUBSCRIBE: _unsubscribe, CONFIRM: _confirm, PREFERENCES: _choose}
    return pages.get(link.target, _return)(request, link)


def _unsubscribe(request: HttpRequest, link: MailLink) -> HttpResponse:
    """RFC 8058: the header's POST needs no cookie, answers 200 and never redirects."""
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST":
        unsubscribe(link=link, channel="header" if is_one_click else "page", now=timezone.now())
    return _page(request, link, "unsubscribe", is_done=request.method == "POST")


def _confirm(request: HttpRequest, link: MailLink) -> HttpResponse:
    if request.method == "POST":
        confirm(link=link, now=timezone.now())
    is_confirmed = not awaits_confirmation(link.delivery.address)
    return _page(
        request, link, "confirm", is_done=request.method == "POST", is_confirmed=is_confirmed
    )


def _choose(request: HttpRequest, link: MailLink) -> HttpResponse:
    """One form with what comes; beside it everything can be stopped, and one's data asked for."""
    now = timezone.now()
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "stop":
        unsubscribe(link=link, channel="page", now=now)
        return _page(request, link, "unsubscribe", is_done=True)
    if act == "keep":
        keep(link=link, sent=request.POST, now=now)
    document = document_of(link)
    if act == "data":
        language = document.language if document else ""
        send_data_link(address=link.delivery.address, language=language, now=now)
    shown = choices_page(link, document, now=now)
    return _page(request, link, "preferences", act=act, **shown)


def _return(request: HttpRequest, link: MailLink) -> HttpResponse:
    """To the screen the mail named. The link's token goes along, so that the press there counts."""
    visit = visit_of(link)
    if visit is None:
        return _arrive(request, link)
    return _lead_to(link, visit)


def _arrive(request: HttpRequest, link: MailLink) -> HttpResponse:
    """Somebody from a list: looking shows what waits, the press makes their visit."""
    if may_arrive(link) is None:
        return missing(request)
    if request.method == "POST":
        came = arrival(request, request.POST.dict())
        visit = arrive(link=link, arrival=came, now=timezone.now())
        return _lead_to(link, visit) if visit is not None else missing(request)
    document = document_of(link)
    waits = promise(document, link.target) if document else ""
    return _page(request, link, "arrive", promise=waits)


def _lead_to(link: MailLink, visit: Visit) -> HttpResponse:
    screen = target_screen(open_record(visit), link.target)
    if screen is None:
        address = reverse("journey:resume", args=[visit.key])
    else:
        address = f"{address_of(visit.key, screen)}?m={link.token}"
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, link: MailLink, name: str, **more: object) -> HttpResponse:
    """In the funnel's look and language. Nothing on it tells whose mail it was."""
    context: Context = dict(more)
    visit, document = visit_of(link), document_of(link)
    if document is not None:
        context["style"] = sheet_name(document.theme)
        context["document"] = document
    if visit is not None:
        context["resume"] = reverse("journey:resume", args=[visit.key])
    response = page(request, f"funnel/mail_{name}.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
