"""Stands before the admin's own addresses, below the same path."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from funnel.numbers import views

urlpatterns = [
    path("numbers/", admin.site.admin_view(views.numbers), name="funnel_numbers"),
    path("numbers/<int:pk>/", admin.site.admin_view(views.numbers_of), name="funnel_numbers_of"),
]
