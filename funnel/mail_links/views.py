"""One address serves every link of every mail; scanners may open all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from funnel.journey.answering import missing
from funnel.journey.forms import arrival
from funnel.journey.maillinks import target_screen
from funnel.journey.place import address_of
from funnel.journey.record import open_record
from funnel.mail_links.answer_views import ask
from funnel.mail_links.arriving import arrive, may_arrive, promise
from funnel.mail_links.choosing_views import choose
from funnel.mail_links.confirming import confirm
from funnel.mail_links.leaving_views import leave
from funnel.mail_links.opening_views import see
from funnel.mail_links.pages import draw, machine_of, once_more
from funnel.mail_links.places import document_of, visit_of
from funnel.models import Visit
from leads.permission import awaits_confirmation
from nurture.models import MailLink
from nurture.reader.unsubscribing import unsubscribe
from nurture.writing.asks import chosen_key
from nurture.writing.bodylinks import is_body_link
from nurture.writing.links import CONFIRM, OPEN, PREFERENCES, UNSUBSCRIBE, find


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribing, confirming, choosing, or the way into the visit the mail was written for."""
    link = find(token)
    if link is None:
        return missing(request)
    pages = {UNSUBSCRIBE: _unsubscribe, CONFIRM: _confirm, PREFERENCES: choose, OPEN: see}
    if chosen_key(link.target):
        return ask(request, link)
    if is_body_link(link.target):
        return leave(request, link)
    return pages.get(link.target, _return)(request, link)


def _unsubscribe(request: HttpRequest, link: MailLink) -> HttpResponse:
    """RFC 8058: the header's POST needs no cookie, answers 200 and never redirects.

    Whoever pressed: stopping is always honoured.
    """
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST":
        now = timezone.now()
        if not is_one_click:
            machine_of(request, link, now=now)
        unsubscribe(link=link, channel="header" if is_one_click else "page", now=now)
    return draw(request, link, "unsubscribe", is_done=request.method == "POST")


def _confirm(request: HttpRequest, link: MailLink) -> HttpResponse:
    is_pressed = request.method == "POST"
    if is_pressed:
        now = timezone.now()
        if awaits_confirmation(link.delivery.address) and machine_of(request, link, now=now):
            return once_more(request, link, "confirm", now=now)
        confirm(link=link, now=now)
    is_confirmed = not awaits_confirmation(link.delivery.address)
    return draw(request, link, "confirm", is_done=is_pressed, is_confirmed=is_confirmed)


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
    document, now = document_of(link), timezone.now()
    waits = promise(document, link.target) if document else ""
    if request.method != "POST":
        return draw(request, link, "arrive", promise=waits)
    if machine_of(request, link, now=now):
        return once_more(request, link, "arrive", now=now, promise=waits)
    visit = arrive(link=link, arrival=arrival(request, request.POST.dict()), now=now)
    return _lead_to(link, visit) if visit is not None else missing(request)


def _lead_to(link: MailLink, visit: Visit) -> HttpResponse:
    screen = target_screen(open_record(visit), link.target)
    if screen is None:
        address = reverse("journey:resume", args=[visit.key])
    else:
        address = f"{address_of(visit.key, screen)}?m={link.token}"
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "private, no-store"
    return response
