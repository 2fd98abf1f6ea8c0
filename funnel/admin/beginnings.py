"""Where new funnels come from, in the address book of FunnelAdmin, which inherits it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from funnel.admin import importing_page, starts
from funnel.admin.translations import FunnelLanguages


class FunnelBeginnings(FunnelLanguages):
    def get_urls(self) -> list[URLPattern]:
        inside = self.admin_site.admin_view
        return [
            path("starts/", inside(starts.gallery_page), name="funnel_starts"),
            path("starts/<slug:slug>/", inside(starts.start_page), name="funnel_start"),
            path("starts/<slug:slug>/look/", inside(starts.look_at_start), name="funnel_start_look"),
            path("import/", inside(importing_page.import_page), name="funnel_import"),
            path("<int:pk>/copy/", inside(starts.copy_page), name="funnel_copy"),
            *super().get_urls(),
        ]

    # Any: the extra context as Django declares it.
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The gallery first; the blank page is one of its doors."""
        if request.method == "GET" and "blank" not in request.GET:
            return redirect("admin:funnel_starts")
        return super().add_view(request, form_url, extra_context)
