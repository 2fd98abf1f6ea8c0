"""Films from elsewhere: which player a screen may frame, on that page and on no other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from funnel.document import StepDoc, VideoStep
from leads.films import film_of


def player_host(step: StepDoc) -> str:
    """The one host this screen may show in a frame; '' for all but films from elsewhere."""
    film = film_of(step.magnet.url) if isinstance(step, VideoStep) and step.magnet.url else None
    return film.player_host if film else ""


def allow_player(response: HttpResponse, host: str) -> None:
    """Beside what every page allows; no host changes nothing."""
    if not host:
        return
    response._csp_update = {"frame-src": [host]}  # type: ignore[attr-defined]  # by django-csp


def needs_own_page(request: HttpRequest, address: str) -> bool:
    """A page's policy comes with the page: where this screen is a part put into another page,
    its player could not be framed."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # its middleware sets it
    return (htmx.current_url_abs_path or "").partition("?")[0] != address


def own_page(address: str) -> HttpResponse:
    """Tells HTMX to load the screen as a page of its own."""
    response = HttpResponse()
    response.headers["HX-Redirect"] = address
    response.headers["Cache-Control"] = "private, no-store"
    return response
