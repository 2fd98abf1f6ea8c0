"""The addresses of one's own data."""

from __future__ import annotations

from django.urls import path, re_path

from funnel.privacy import desk_views, views

app_name = "privacy"

urlpatterns = [
    path("my-data/", views.ask, name="ask"),
    path("my-data/take/", views.take, name="take"),
    path("my-data/erase/", views.erase, name="erase"),
    re_path(r"^my-data/(?P<token>[A-Za-z0-9_-]{43})/\Z", views.data, name="data"),
    path("leads/<int:pk>/erase/", desk_views.erase, name="erase_at_desk"),
]
