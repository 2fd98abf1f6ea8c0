"""Below /admin/tuning/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from funnel.tuning import views

app_name = "tuning"

urlpatterns = [
    path("", admin.site.admin_view(views.tune), name="tune"),
    path("<int:number>/again/", admin.site.admin_view(views.again), name="again"),
]
