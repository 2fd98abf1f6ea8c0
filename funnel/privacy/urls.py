"""The addresses of one's own data."""

from __future__ import annotations

from django.urls import path, re_path

from funnel.privacy import views

app_name = "privacy"

urlpatterns = [
    path("my-data/", views.ask, name="ask"),
    path("my-data/take/", views.take, name="take"),
    path("my-data/erase/", views.erase, name="erase"),
    re_path(r"^my-data/(?P<token>[A-Za-z0-9_-]{43})/\Z", views.data, name="data"),
]
