"""Addresses of the studio, below one funnel's page in the admin."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "studio"
urlpatterns: list[URLPattern] = []
