"""The share page: a funnel's link for every place, its code to scan, its lines for other pages."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funnel.admin.kept_edits import kept_as_edit
from funnel.admin.share_forms import DomainsForm, LinkLookForm
from funnel.admin.state import FunnelState, complaints, state_of
from funnel.document import FunnelDocument
from funnel.journey.speaking import landing_address, speaking
from funnel.models import Funnel
from funnel.publishing.loading import published
from funnel.sharing.codes import png, svg
from funnel.sharing.snippets import WAYS, lines_of
from funnel.sharing.sources import PLACES, Place, find_place, own_place

_may_view = permission_required("funnel.view_funnel", raise_exception=True)
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@require_http_methods(["GET", "POST"])
@_may_view
def share_page(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Funnel.objects.select_related("publication", "theme", "share_picture")
    funnel = get_object_or_404(rows, pk=pk)
    is_post = request.method == "POST"
    if is_post and not request.user.has_perm("funnel.change_funnel"):
        raise PermissionDenied
    what = request.POST.get("what", "")
    forms = _forms(request, funnel, what)
    if is_post and what in forms and forms[what].is_valid():
        with kept_as_edit(request, funnel, _("changed on the share page")):
            forms[what].save()
        messages.success(request, _("Kept. Publish to put this live."))
        return redirect(f"{reverse('admin:funnel_share', args=[pk])}#{what}")
    state = state_of(funnel)
    document = published(funnel.publication_id) if funnel.publication_id else state.document
    context = _frame(request, funnel, state)
    if document is None:
        found = complaints(funnel, state.faults)
        return render(request, "funnel_admin/not_yet.html", {**context, "complaints": found})
    context |= _links(document, request.GET.get("place", ""))
    context |= {"ways": list(_ways(document)), "look": _look(funnel), **forms}
    return render(request, "funnel_admin/share.html", context, status=422 if is_post else 200)


@require_GET
@_may_view
def share_code(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The funnel's link as a square to scan; `place` in the query is one of its places."""
    if kind not in _TYPES:
        raise Http404
    funnel = get_object_or_404(Funnel, pk=pk)
    link, name = settings.SITE_URL + reverse("journey:landing", args=[funnel.slug]), funnel.slug
    if wanted := request.GET.get("place", ""):
        place = find_place(wanted)
        if place is None:
            raise Http404
        link, name = place.link(link), f"{name}-{place.key}"
    content = svg(link) if kind == "svg" else png(link)
    response = HttpResponse(content, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(name)}.{kind}"'
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _plain(name: str) -> str:
    """A file name that every system takes."""
    return name.encode("ascii", "ignore").decode() or "code"


def _forms(
    request: HttpRequest, funnel: Funnel, what: str
) -> dict[str, DomainsForm | LinkLookForm]:
    """The one that was sent holds what was sent."""
    sent, files = request.POST, request.FILES
    return {
        "domains": DomainsForm(sent if what == "domains" else None, funnel=funnel),
        "preview": LinkLookForm(
            sent if what == "preview" else None,
            files if what == "preview" else None,
            funnel=funnel,
            now=timezone.now(),
        ),
    }


def _frame(request: HttpRequest, funnel: Funnel, state: FunnelState) -> dict[str, object]:
    return {
        **admin.site.each_context(request),
        "funnel": funnel,
        "opts": Funnel._meta,
        "title": f"{_('Share')}: {funnel.name}",
        "state": state,
    }


def _links(document: FunnelDocument, own: str) -> dict[str, object]:
    """The funnel's link, and one for each place; first the one in the marketer's own words."""
    address = settings.SITE_URL + landing_address(document)
    mine = own_place(own)
    places: list[Place] = [*([mine] if mine else []), *PLACES]
    return {
        "address": address,
        "own": own,
        "mine": mine,
        "places": [
            {"place": each, "link": each.link(address), "hook": document.hook.of(each.source)}
            for each in places
        ],
    }


def _ways(document: FunnelDocument) -> Iterator[dict[str, object]]:
    address = settings.SITE_URL + landing_address(document)
    for way in WAYS:
        with speaking(document):
            lines = lines_of(way, document, site=settings.SITE_URL, address=address)
        text = render_to_string("funnel_admin/share_code.txt", lines).strip()
        yield {"way": way, "code": text}


def _look(funnel: Funnel) -> dict[str, object]:
    """What a link to it will look like once the draft is live."""
    drawn = reverse("journey:landing_picture", args=[funnel.slug]) if funnel.publication_id else ""
    own = funnel.share_picture
    return {
        "title": funnel.share_title or funnel.name,
        "text": funnel.share_text or funnel.hook,
        "usual_title": funnel.name,
        "usual_text": funnel.hook,
        "usual_picture": drawn,
        "picture": own.file.url if own else drawn,
        "host": urlsplit(settings.SITE_URL).netloc,
    }
