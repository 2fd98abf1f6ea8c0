"""Lists in and out, below /leads/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "lists"

urlpatterns: list[URLPattern] = []
