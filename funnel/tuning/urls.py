"""How interest is counted, below /admin/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "tuning"

urlpatterns: list[URLPattern] = []
