"""The sales desk's addresses, below /leads/."""

from __future__ import annotations

from django.urls import path

from leads import views

app_name = "leads"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("<int:pk>/", views.lead, name="lead"),
]
