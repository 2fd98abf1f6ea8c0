"""Addresses of the studio, below one funnel's page in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from funnel.studio import views

app_name = "studio"
_inside = admin.site.admin_view

# A piece's address comes last: its name would match every other one.
urlpatterns: list[URLPattern] = [
    path("", _inside(views.page), name="page"),
    path("<slug:piece>/", _inside(views.page), name="page"),
]
