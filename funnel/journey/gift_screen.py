"""What a gift shows: what it solves, what comes out of it, and the gift itself."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from funnel.document import ChecklistStep, GuideStep, LinkStep, VideoStep
from funnel.journey.gift_mail import ask_words
from funnel.journey.place import Context, Place, address_of
from leads.films import film_of
from quizzes.markdown import to_html

# A film under this size needs no word of warning.
_LARGE_FILM = 5_000_000


def gift_context(place: Place, step: ChecklistStep | GuideStep | VideoStep | LinkStep) -> Context:
    context: Context = {"gift": step.magnet, "title": step.magnet.title, **place.known}
    match step:
        case ChecklistStep():
            return {**context, **_checklist(place, step)}
        case GuideStep():
            return {**context, **_guide(place, step)}
        case VideoStep():
            return {**context, **_video(place, step)}
        case LinkStep():
            host = (urlsplit(step.magnet.url).hostname or "").removeprefix("www.")
            return {**context, "body": place.text(step.magnet.body), "host": host}


def _checklist(place: Place, step: ChecklistStep) -> Context:
    stored = place.known.get("ticks", [])
    assert isinstance(stored, list)
    # What a refused form held is shown again.
    ticks = stored if place.chosen is None else place.chosen
    line, button = ask_words()
    return {
        "ticks": ticks,
        "ticked": sum(item.key in ticks for item in step.magnet.items),
        "pdf_address": _beside(place, "journey:checklist_pdf"),
        "mail_line": line,
        "mail_button": button,
    }


def _guide(place: Place, step: GuideStep) -> Context:
    file = step.magnet.file
    address = _beside(place)
    ending = PurePosixPath(file.path).suffix.removeprefix(".").upper() if file else ""
    return {
        "body": place.text(step.magnet.body),
        "ending": ending,
        "here": settings.SITE_URL + address if address else "",
    }


def _video(place: Place, step: VideoStep) -> Context:
    film = film_of(step.magnet.url) if step.magnet.url else None
    size = place.known.get("size", 0)
    assert isinstance(size, int)
    return {
        "transcript": to_html(step.magnet.transcript),
        "film": film,
        "player": film.player(language=place.document.language) if film else "",
        "is_large": size > _LARGE_FILM,
    }


def _beside(place: Place, name: str = "") -> str:
    """An address of this screen's own, kept open by the mail that opened it; '' for no visit."""
    if not place.visit_key:
        return ""
    key, screen = place.visit_key, place.screen
    address = reverse(name, args=[key, screen.step]) if name else address_of(key, screen)
    return f"{address}?m={place.mail_token}" if place.mail_token else address
