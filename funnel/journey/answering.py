"""How the journey answers: whole page or fragment, the next screen, a refusal, a way on."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from funnel.border.frames import allow_frames
from funnel.document import FunnelDocument
from funnel.journey.place import Context, Place, address_of
from funnel.journey.players import allow_player, needs_own_page, own_page, player_host
from funnel.journey.presses import Kept, Sentences
from funnel.journey.pressing import Pressed
from funnel.journey.reading import place_of
from funnel.journey.screens import screen_context
from funnel.journey.speaking import browser_language, speaking
from funnel.languages import direction, interface_language
from funnel.models import Funnel
from leads.business import business


def is_fragment(request: HttpRequest) -> bool:
    """HTMX wants the step alone, unless it restores a page of the history."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # its middleware sets it
    return bool(htmx) and not htmx.history_restore_request


def page(
    request: HttpRequest, template: str, context: Context, *, status: int = 200
) -> HttpResponse:
    """A whole public page with who is asking, privacy and imprint.

    It speaks as its document does; without one, as the browser asks.
    """
    document = context.get("document")
    said = document if isinstance(document, FunnelDocument) else None
    language = said.language if said else browser_language(request)
    more = {"business": business(), "language": language, "direction": direction(language)}
    with translation.override(interface_language(language)):
        response = render(request, template, {**context, **more}, status=status)
    if said is None:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def screen(
    request: HttpRequest, place: Place, *, status: int = 200, **more: object
) -> HttpResponse:
    """One screen: the fragment for HTMX, the whole page otherwise; `more` goes into the page."""
    host = player_host(place.step) if place.visit_key else ""
    address = address_of(place.visit_key, place.screen) if place.visit_key else ""
    if host and is_fragment(request) and needs_own_page(request, address):
        return own_page(address)
    # Looking at the landing page always shows all of it: a shared cache keeps one answer.
    is_part = is_fragment(request) and bool(place.visit_key or request.method == "POST")
    template = "funnel/_screen.html" if is_part else "funnel/step.html"
    with speaking(place.document):
        context = {**screen_context(place), "is_fragment": is_part}
    response = page(request, template, {**context, **more}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    allow_frames(response, place.document.embed_on)
    allow_player(response, host)
    if place.visit_key:
        response.headers["Cache-Control"] = "private, no-store"
    if is_part and address and status == 200:
        # The same screen with other words is no new place to go back to.
        is_same = request.method == "POST" and address == request.path
        response.headers["HX-Replace-Url" if is_same else "HX-Push-Url"] = address
    return response


def goes_on(request: HttpRequest, done: Pressed, *, is_start: bool) -> HttpResponse:
    """The next screen. Without script, and where the next screen has its own reading to do,
    a 303 to it, so that a reload never sends the form again."""
    if done.away:
        return _leads_away(request, done)
    address = address_of(done.record.visit.key, done.next)
    if not is_fragment(request) or _is_poll_result(done):
        if done.mail_token:
            address = f"{address}?m={done.mail_token}"
        response: HttpResponse = HttpResponseRedirect(address)
        response.status_code = 303
        return response
    response = screen(request, place_of(done.record, done.trail, done.next, done.mail_token))
    if is_start:
        # The answer takes the landing page's place in the history: Back leaves the funnel.
        del response.headers["HX-Push-Url"]
        response.headers["HX-Replace-Url"] = address
    return response


def _leads_away(request: HttpRequest, done: Pressed) -> HttpResponse:
    """Opens another site, and leaves the page that follows behind it.

    By headers alone: the address may carry what the visitor was asked for, so it stands on no
    page. Not by a redirect of the form: browsers hold that against the page's own policy,
    which sends forms to us only, and would stop at the first host the other site moved to.
    """
    if is_fragment(request):
        return HttpResponseClientRedirect(done.away)
    response = screen(request, place_of(done.record, done.trail, done.next, done.mail_token))
    response.headers["Refresh"] = f"0; url={done.away}"
    return response


def refusal(
    request: HttpRequest, place: Place, *, errors: Sentences, kept: Kept | None = None
) -> HttpResponse:
    """The same screen with what is wrong beside the field; nothing was stored."""
    shown = replace(again(place, kept), errors=errors)
    return screen(request, shown, status=422 if is_fragment(request) else 200)


def again(place: Place, kept: Kept | None) -> Place:
    """The screen with what its form held."""
    if kept is None:
        return place
    return replace(place, typed=kept.fields, chosen=kept.chosen, is_asking=True)


def missing(request: HttpRequest) -> HttpResponse:
    """Nothing stands here: say so kindly and show a way on."""
    funnels = list(Funnel.objects.live().order_by("-is_default", "name").values("slug", "name"))
    context: Context = {"funnels": funnels[:5]}
    return in_window(request, page(request, "funnel/missing.html", context, status=404))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return missing(request)


def try_over(request: HttpRequest) -> HttpResponse:
    """A try link that has run out: said plainly, for else its walk would be counted."""
    response = page(request, "funnel/try_over.html", {}, status=410)
    if is_fragment(request):
        # The whole window, and not the landing page: there the walk would count.
        response.headers["HX-Redirect"] = f"{request.path}?try=over"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def in_window(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A whole page belongs in the window, not in the place of a step."""
    if is_fragment(request):
        response.headers["HX-Redirect"] = request.path
    return response


def _is_poll_result(done: Pressed) -> bool:
    step = done.record.document.step(done.next.step)
    return step is not None and step.kind == "poll" and not done.next.question
