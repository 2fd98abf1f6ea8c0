"""Addresses of the pages around the marketers' first one."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from funnel.home import views

app_name = "home"
urlpatterns = [
    path("go-live/", admin.site.admin_view(views.go_live), name="go_live"),
]
