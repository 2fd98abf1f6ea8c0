"""One person's mails on the desk, below /leads/, before the desk's own addresses."""

from __future__ import annotations

from django.urls import path

from funnel.mailroom import lead_views

app_name = "lead_mails"

urlpatterns = [
    path("<int:pk>/mails/", lead_views.mails, name="mails"),
    path("<int:pk>/mails/act/", lead_views.act, name="act"),
]
