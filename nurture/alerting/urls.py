"""Below /leads/."""

from __future__ import annotations

from django.urls import path

from nurture.alerting import views

app_name = "alerting"

urlpatterns = [path("alerts/", views.choices, name="choices")]
