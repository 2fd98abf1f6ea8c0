"""Two rows that may be one person, below /leads/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "same"

urlpatterns: list[URLPattern] = []
