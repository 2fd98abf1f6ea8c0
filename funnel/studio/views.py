"""The studio page: the ladder, the form of the chosen piece, and the screen it makes."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from funnel.models import Funnel
from funnel.studio.pieces import first_piece, piece_row, read_piece

may_change = permission_required("funnel.change_funnel", raise_exception=True)


@require_GET
@may_change
def page(request: HttpRequest, pk: int, piece: str = "") -> HttpResponse:
    """The whole page; for htmx the middle pane alone, with the marks of the ladder."""
    funnel = get_object_or_404(Funnel.objects.select_related("publication", "theme"), pk=pk)
    chosen = read_piece(piece) if piece else first_piece(funnel)
    if chosen is None:
        raise Http404
    row = piece_row(funnel, chosen)
    if row is None:
        return redirect("studio:page", pk)
    context = {
        **admin.site.each_context(request),
        "funnel": funnel,
        "opts": Funnel._meta,
        "title": funnel.name,
        "piece": chosen,
        "row": row,
    }
    return render(request, "studio/page.html", context)
