from __future__ import annotations

from django.urls import path

from funnel.operating import views

app_name = "operating"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.show_metrics, name="metrics"),
]
