"""Below /admin/webhooks/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from funnel.webhooks import views

app_name = "webhooks"

_desk = admin.site.admin_view

urlpatterns = [
    path("", _desk(views.index), name="index"),
    path("add/", _desk(views.add), name="add"),
    path("<int:pk>/", _desk(views.one), name="one"),
    path("<int:pk>/test/", _desk(views.try_it), name="test"),
    path("<int:pk>/again/", _desk(views.again), name="again"),
    path("<int:pk>/secret/", _desk(views.renew), name="secret"),
    path("<int:pk>/delete/", _desk(views.drop), name="drop"),
]
