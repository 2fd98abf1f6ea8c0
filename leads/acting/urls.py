"""What sales does with one person, below /leads/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "lead_acts"

urlpatterns: list[URLPattern] = []
