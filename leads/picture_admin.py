"""What the picture field asks of the admin: a picture by its hash, and those that stand already."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from leads.media import find_media
from leads.models import MediaFile

_MOST = 24
_SHOWN = ("image/jpeg", "image/png", "image/webp")
_may_view = permission_required("leads.view_mediafile", raise_exception=True)


@require_GET
@_may_view
def picture(_request: HttpRequest, sha256: str) -> HttpResponse:
    """Leads to the stored file, so that a page of pictures asks the database for none."""
    media = find_media({sha256}).get(sha256)
    if media is None:
        raise Http404
    return redirect(media.file.url)


@require_GET
@_may_view
def pictures(request: HttpRequest) -> HttpResponse:
    """The newest ones as a part of a page; `q` finds them by name or by what they show."""
    wanted = request.GET.get("q", "").strip()[:100]
    # A light one is never chosen: it belongs to another.
    small = MediaFile.objects.exclude(small=None).values("small")
    rows = MediaFile.objects.filter(content_type__in=_SHOWN).exclude(pk__in=small)
    if wanted:
        rows = rows.filter(name__icontains=wanted) | rows.filter(alt__icontains=wanted)
    found = rows.select_related("small").order_by("-created_at", "-pk")[:_MOST]
    return render(request, "leads/_pictures.html", {"pictures": found, "wanted": wanted})
