"""One address serves every link of every mail; scanners may open all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from funnel.journey.answering import missing, page
from funnel.journey.looks import sheet_name
from funnel.journey.maillinks import target_screen
from funnel.journey.place import Context, address_of
from funnel.journey.record import open_record
from funnel.mail_links.confirming import confirm, visit_of
from leads.permission import awaits_confirmation
from nurture.links import CONFIRM, UNSUBSCRIBE, find
from nurture.models import MailLink
from nurture.unsubscribing import unsubscribe


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribing, confirming, or the way back into the visit the mail was written for."""
    link = find(token)
    if link is None:
        return missing(request)
    if link.target == UNSUBSCRIBE:
        return _unsubscribe(request, link)
    if link.target == CONFIRM:
        return _confirm(request, link)
    return _return(request, link)


def _unsubscribe(request: HttpRequest, link: MailLink) -> HttpResponse:
    """RFC 8058: the header's POST needs no cookie, answers 200 and never redirects."""
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST":
        unsubscribe(link=link, channel="header" if is_one_click else "page", now=timezone.now())
    return _page(request, link, "unsubscribe", is_done=request.method == "POST")


def _confirm(request: HttpRequest, link: MailLink) -> HttpResponse:
    if request.method == "POST":
        confirm(link=link, now=timezone.now())
    return _page(request, link, "confirm", is_done=request.method == "POST")


def _return(request: HttpRequest, link: MailLink) -> HttpResponse:
    """To the screen the mail named. The link's token goes along, so that the press there counts."""
    visit = visit_of(link)
    if visit is None:
        return missing(request)
    screen = target_screen(open_record(visit), link.target)
    if screen is None:
        return HttpResponseRedirect(reverse("journey:resume", args=[visit.key]))
    return HttpResponseRedirect(f"{address_of(visit.key, screen)}?m={link.token}")


def _page(request: HttpRequest, link: MailLink, name: str, *, is_done: bool) -> HttpResponse:
    visit = visit_of(link)
    context: Context = {
        "is_done": is_done,
        "is_confirmed": name == "confirm" and not awaits_confirmation(link.delivery.address),
    }
    if visit is not None:
        record = open_record(visit)
        context["style"] = sheet_name(record.document.theme)
        context["document"] = record.document
        context["resume"] = reverse("journey:resume", args=[visit.key])
    response = page(request, f"funnel/mail_{name}.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
