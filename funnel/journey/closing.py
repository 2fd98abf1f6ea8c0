"""What stands at the address of a funnel that was taken down: who it is from, and a way on.

The views of the landing page and of shared results call it. Whoever is in the middle of such a
funnel goes on with the version they began.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from funnel.border.frames import allow_frames
from funnel.document import FunnelDocument
from funnel.journey.answering import in_window, missing, page
from funnel.journey.embedding import framing_host
from funnel.journey.looks import sheet_name, shown
from funnel.journey.place import Context
from funnel.journey.speaking import speaking
from funnel.models import Funnel, Publication
from funnel.publishing.loading import published
from leads.business import business

_OTHERS = 5


def closed(request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
    """The closed page, 410; a funnel that was never live is simply missing."""
    rows = Publication.objects.versions().filter(funnel__slug=slug, funnel__publication=None)
    last = rows.select_related("funnel").defer("document").order_by("-number").first()
    if last is None:
        return missing(request)
    document = published(last.pk, language)
    context = _context(last.funnel, last, document)
    context["is_framed"] = bool(framing_host(request.GET.dict()))
    with speaking(document):
        response = page(request, "funnel/closed.html", context, status=410)
    allow_frames(response, document.embed_on)
    # It may open again any minute.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return in_window(request, response)


def _context(funnel: Funnel, last: Publication, document: FunnelDocument) -> Context:
    others = Funnel.objects.live().order_by("-is_default", "name").values("slug", "name", "hook")
    return {
        "document": document,
        "style": sheet_name(document.theme),
        "logo": shown(document.theme.logo, last.files),
        "words": funnel.closed_text,
        "words_language": published(last.pk).language,
        "opens_at": _opens_at(funnel),
        "funnels": list(others[:_OTHERS]),
    }


def _opens_at(funnel: Funnel) -> object:
    """When it opens again, on the clock of the business; None where that is not appointed."""
    opens = funnel.goes_live_at
    if opens is None or opens <= timezone.now():
        return None
    # Without its zone, or the template would turn it to the zone of the server.
    return opens.astimezone(business().zone).replace(tzinfo=None)
