"""Below /leads/."""

from __future__ import annotations

from django.urls import path

from leads.lists import views

app_name = "lists"

urlpatterns = [
    path("lists/", views.index, name="index"),
    path("lists/<int:pk>/", views.one, name="one"),
    path("lists/<int:pk>/progress/", views.progress, name="progress"),
    path("lists/<int:pk>/take/", views.take_in, name="take_in"),
    path("lists/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("lists/<int:pk>/refused/", views.refused, name="refused"),
    path("lists/ask/", views.ask, name="ask"),
    path("lists/exports/", views.exports, name="exports"),
    path("lists/exports/<int:pk>/stop/", views.stop_export, name="stop_export"),
    path("lists/exports/<int:pk>/file/", views.take_along, name="take_along"),
]
