"""The public journey over HTTP: one URL serves the whole page and, to HTMX, its fragment."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funnel.border.rates import pseudonym
from funnel.guard import client_address
from funnel.journey.answering import again, goes_on, missing, page, refusal, try_over
from funnel.journey.answering import screen as show_screen
from funnel.journey.closing import closed
from funnel.journey.embedding import carried
from funnel.journey.forms import PressForm, arrival, named_source, token
from funnel.journey.maillinks import link_for
from funnel.journey.place import Place, address_of
from funnel.journey.presses import Kept, Press, RefusedError, Sentences, moved
from funnel.journey.pressing import (
    NotOpenError,
    Pressed,
    UnknownScreenError,
    check_open,
    first_press,
    press,
)
from funnel.journey.reading import place_of, visit_record
from funnel.journey.screens import landing_place
from funnel.journey.speaking import invitation, landing_address, preferred, tongues
from funnel.journey.starting import count_view, new_nonce, start_key, start_visit
from funnel.journey.trail import Screen, first_screen
from funnel.models import Funnel, Publication, Visit
from funnel.publishing.loading import live_publication, published
from funnel.trying.tokens import TRY, carried_pass, is_staff
from funnel.trying.walks import Banner, TryOverError, banner, tried_publication
from nurture.reader.machines import signs_of

NOT_OPEN = _("That part opens a little later. This is where you are.")


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """The default funnel; without one, the list of those that are live."""
    live = Funnel.objects.live().order_by("-is_default", "name")
    funnels = list(live.values("slug", "name", "hook", "is_default", "publication"))
    if funnels and (funnels[0]["is_default"] or len(funnels) == 1):
        # The campaign an address names goes along: the landing page keeps it.
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        original = published(funnels[0]["publication"])
        response = redirect(preferred(request, original) + query)
        if original.translations:
            patch_vary_headers(response, ["Accept-Language"])
        return response
    return page(request, "funnel/front_door.html", {"funnels": funnels})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
    """The hook and the first screen. GET writes nothing; the first press starts the visit."""
    try:
        tried = tried_publication(request.POST or request.GET, slug)
    except TryOverError:
        return try_over(request)
    if request.method == "POST":
        return _start(request, slug, language, tried)
    publication = tried or live_publication(slug)
    if publication is None:
        return closed(request, slug, language)
    original = published(publication.pk)
    if language and language not in original.translations:
        # Its own language stands without a code; one that was taken away leads there, too.
        return redirect(_with_pass(request, landing_address(original)))
    place = _landing(request, publication, language)
    spoken = tongues(original, place.document.language, _utm(request))
    asked = invitation(request, spoken)
    response = show_screen(request, place, tongues=spoken, invitation=asked)
    if spoken:
        patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = "private, no-store" if tried else "public, max-age=60"
    return response


@csrf_exempt
@require_POST
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """The landing page's beacon: a browser that runs scripts has shown it to somebody."""
    publication = live_publication(slug)
    came = arrival(request, request.POST.dict())
    if publication is not None and not (came.is_suspected_bot or came.is_test):
        count_view(publication_id=publication.pk, source=came.source, now=timezone.now())
    return HttpResponse(status=204)


@require_safe
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """Where this visit stands."""
    visit = Visit.objects.filter(key=key).only("key", "at_step", "at_question").first()
    if visit is None:
        return missing(request)
    return _lead_to(key, Screen(visit.at_step, visit.at_question))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, key: str, step: str, question: str = "") -> HttpResponse:
    """One screen: GET shows it and writes nothing, POST commits it and goes on."""
    answer = _press if request.method == "POST" else _show
    try:
        return answer(request, key, Screen(step, question))
    except (Visit.DoesNotExist, UnknownScreenError):
        return missing(request)


def _show(request: HttpRequest, key: str, screen: Screen) -> HttpResponse:
    record = visit_record(key)
    trail = record.trail()
    link = link_for(record, screen, token(request.GET.get("m")))
    try:
        check_open(record, trail, screen, link)
    except NotOpenError as not_open:
        return _lead_to(key, not_open.next)
    place = place_of(record, trail, screen, link.token if link else "")
    return show_screen(request, replace(place, is_asking=request.GET.get("again") == "1"))


def _lead_to(key: str, screen: Screen) -> HttpResponse:
    response = redirect(address_of(key, screen))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _press(request: HttpRequest, key: str, screen: Screen) -> HttpResponse:
    form = PressForm(request.POST)
    try:
        pressed = _cleaned(form, request)
        if pressed.act in {"move", "go_on"} and screen.question:
            return _look_on(request, key, screen, pressed)
        done = press(key=key, screen=screen, press=pressed, now=timezone.now())
    except RefusedError as refused:
        return _refuse(request, key, screen, refused.errors, form.kept())
    except NotOpenError:
        return _refuse(request, key, screen, {})
    if pressed.act in {"save", "seen"}:
        return HttpResponse(status=204)
    return goes_on(request, done, is_start=False)


def _look_on(request: HttpRequest, key: str, screen: Screen, pressed: Press) -> HttpResponse:
    """What writes nothing: another order of a ranking, and the way on from an explanation.

    Raises NotOpenError.
    """
    record = visit_record(key)
    trail = record.trail()
    check_open(record, trail, screen, None)
    if pressed.act == "go_on":
        return goes_on(request, Pressed(record, trail, trail.next_after(screen)), is_start=False)
    return show_screen(request, again(place_of(record, trail, screen), _kept_order(pressed)))


def _kept_order(pressed: Press) -> Kept:
    return Kept({"move": pressed.move}, moved(pressed.order, pressed.move))


def _start(
    request: HttpRequest, slug: str, language: str, tried: Publication | None
) -> HttpResponse:
    publication = tried or _publication(slug, request.POST.get("publication", ""))
    if publication is None:
        return closed(request, slug, language)
    if language not in published(publication.pk).translations:
        language = ""
    form = PressForm(request.POST)
    try:
        pressed = _cleaned(form, request)
        if pressed.act == "move":
            place = _landing(request, publication, language)
            return show_screen(request, again(place, _kept_order(pressed)))
        with transaction.atomic():
            visit, is_new = start_visit(
                publication=publication,
                key=_start_key(request),
                arrival=arrival(request, request.POST.dict()),
                now=timezone.now(),
                was_seen=request.POST.get("seen") == "1",
                reads=published(publication.pk, language).language,
            )
            screen = first_screen(published(visit.publication_id))
            done = first_press(
                visit=visit, is_new=is_new, screen=screen, press=pressed, now=timezone.now()
            )
    except RefusedError as refused:
        place = _landing(request, publication, language)
        return refusal(request, place, errors=refused.errors, kept=form.kept())
    return goes_on(request, done, is_start=True)


def _refuse(
    request: HttpRequest, key: str, screen: Screen, errors: Sentences, kept: Kept | None = None
) -> HttpResponse:
    """The screen again with what is wrong; one that is not open yet leads to the one that is."""
    record = visit_record(key)
    trail = record.trail()
    link = link_for(record, screen, token(request.POST.get("m")))
    try:
        check_open(record, trail, screen, link)
    except NotOpenError as not_open:
        screen, errors, kept, link = not_open.next, {"": NOT_OPEN}, None, None
    place = place_of(record, trail, screen, link.token if link else "")
    return refusal(request, place, errors=errors, kept=kept)


def _cleaned(form: PressForm, request: HttpRequest) -> Press:
    if not form.is_valid():
        raise RefusedError(form.sentences())
    network = pseudonym(client_address(request), now=timezone.now())
    return replace(form.press(), network=network, signs=signs_of(request.headers))


def _landing(request: HttpRequest, publication: Publication, language: str) -> Place:
    fields = {**request.GET.dict(), **request.POST.dict()}
    came = arrival(request, fields)
    document = published(publication.pk, language)
    # Only what the address names: a cache that keeps addresses apart keeps these words apart.
    source = named_source(fields) or "direct"
    place = replace(landing_place(document, source), files=publication.files)
    place.known.update(
        publication=publication.number,
        nonce=new_nonce(),
        utm=_utm(request),
        is_framed=bool(came.embedded_on),
        trying=_banner(request, publication),
    )
    return place


def _banner(request: HttpRequest, publication: Publication) -> Banner | None:
    fields = {**request.GET.dict(), **request.POST.dict()}
    if not is_staff(fields):
        return None
    token = carried_pass(fields).get(TRY, "")
    return banner(publication.funnel_id, publication.funnel.slug, token)


def _with_pass(request: HttpRequest, address: str) -> str:
    carried = carried_pass(request.GET.dict())
    return f"{address}?{urlencode(carried)}" if carried else address


def _utm(request: HttpRequest) -> dict[str, str]:
    """What the address says of where from, carried along by the form where no script runs."""
    fields = {**request.GET.dict(), **request.POST.dict()}
    return {**carried(fields), **carried_pass(fields)}


def _publication(slug: str, number: str) -> Publication | None:
    """The version the form was made from, while the funnel is live; else what is live now."""
    if number.isascii() and number.isdigit() and len(number) < 9:
        found = (
            Publication.objects.versions()
            .defer("document")
            .filter(funnel__slug=slug, funnel__publication__isnull=False, number=int(number))
            .first()
        )
        if found is not None:
            return found
    return live_publication(slug)


def _start_key(request: HttpRequest) -> str:
    return start_key(
        tab=token(request.POST.get("start")),
        nonce=token(request.POST.get("nonce")),
        address=client_address(request),
        user_agent=str(request.META.get("HTTP_USER_AGENT", ""))[:500],
    )
