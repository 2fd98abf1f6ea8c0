"""The mail room's addresses, below /admin/mail/ and below /leads/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from funnel.mailroom import (
    domain_views,
    figures_views,
    list_views,
    reply_views,
    rules_views,
    watch_views,
)

app_name = "mailroom"

_desk = admin.site.admin_view

urlpatterns = [
    path("", _desk(watch_views.watch), name="watch"),
    path("waiting/<slug:state>/", _desk(watch_views.listed), name="listed"),
    path("act/", _desk(watch_views.act), name="act"),
    path("stop/", _desk(watch_views.stop_all), name="stop"),
    path("domain/", _desk(domain_views.domain), name="domain"),
    path("rules/", _desk(rules_views.rules), name="rules"),
    path("do-not-mail/", _desk(list_views.do_not_mail), name="do_not_mail"),
    path("do-not-mail/export/", _desk(list_views.export), name="do_not_mail_export"),
    path("replies/", _desk(reply_views.replies), name="replies"),
    path("series/<int:pk>/", _desk(figures_views.series), name="series"),
]
