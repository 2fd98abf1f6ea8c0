"""Other systems that hear of what happens, below /admin/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "webhooks"

urlpatterns: list[URLPattern] = []
