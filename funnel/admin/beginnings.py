"""Where new funnels come from, in the address book of FunnelAdmin, which inherits it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from funnel.admin import importing_page, starts
from funnel.admin.translations import FunnelLanguages


class FunnelBeginnings(FunnelLanguages):
    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("starts/", starts.gallery_page, "funnel_starts"),
            ("starts/<slug:slug>/", starts.start_page, "funnel_start"),
            ("starts/<slug:slug>/screens/", starts.look_through, "funnel_start_screens"),
            ("starts/<slug:slug>/look/", starts.look_at_start, "funnel_start_look"),
            ("import/", importing_page.import_page, "funnel_import"),
            ("<int:pk>/copy/", starts.copy_page, "funnel_copy"),
        )
        inside = self.admin_site.admin_view
        own = [path(route, inside(view), name=name) for route, view, name in pages]
        return [*own, *super().get_urls()]

    # Any: the extra context as Django declares it.
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The gallery first; the blank page is one of its doors."""
        if request.method == "GET" and "blank" not in request.GET:
            return redirect("admin:funnel_starts")
        return super().add_view(request, form_url, extra_context)

    # Any: the values as Django types them.
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A promise that a new funnel keeps, so that the line is not one more thing to invent."""
        return {
            "reassurance": _("You see your result without giving an address."),
            **super().get_changeform_initial_data(request),
        }
