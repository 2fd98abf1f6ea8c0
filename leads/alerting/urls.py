"""What somebody of the staff is told, below /leads/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "alerts"

urlpatterns: list[URLPattern] = []
