"""Addresses of the studio, below one funnel's page in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from funnel.studio import (
    card_views,
    changes,
    check_views,
    growing,
    look_views,
    mail_views,
    map_views,
    pane_views,
    shaping,
    taking_back,
    try_views,
    views,
)

app_name = "studio"
_inside = admin.site.admin_view

# A piece's address comes last: its name would match every other one.
urlpatterns: list[URLPattern] = [
    path("", _inside(views.page), name="page"),
    path("list/<slug:piece>/", _inside(views.listed), name="list"),
    path("here/", _inside(views.here), name="here"),
    path("changes/", _inside(changes.changes), name="changes"),
    path("grow/", _inside(growing.grow), name="grow"),
    path("undo/", _inside(taking_back.undo_last), name="undo"),
    path("redo/", _inside(taking_back.redo_next), name="redo"),
    path("archive/", _inside(shaping.archive), name="archive"),
    path("archive/<int:question>/", _inside(shaping.restore), name="restore"),
    path("<slug:piece>/move/", _inside(shaping.move), name="move"),
    path("<slug:piece>/copy/", _inside(shaping.duplicate), name="copy"),
    path("<slug:piece>/remove/", _inside(shaping.remove), name="remove"),
    path("card/", _inside(card_views.card), name="card"),
    path("map/<slug:piece>/", _inside(map_views.branch_map), name="map"),
    path("look/", _inside(look_views.look), name="look"),
    path("look/menu/", _inside(look_views.menu), name="look_menu"),
    path("look/<slug:piece>/", _inside(look_views.look), name="look"),
    path("try/", _inside(try_views.try_page), name="try"),
    path("try/code/", _inside(try_views.try_code), name="try_code"),
    path("try/forget/", _inside(try_views.forget), name="try_forget"),
    path("<slug:piece>/times/", _inside(mail_views.times), name="mail_times"),
    path("<slug:piece>/sending/", _inside(mail_views.act), name="mail_act"),
    path("<slug:piece>/test/", _inside(mail_views.test), name="mail_test"),
    path("<slug:piece>/save/", _inside(pane_views.save), name="save"),
    path("<slug:piece>/add/<slug:what>/", _inside(pane_views.add), name="add"),
    path("<slug:piece>/drop/<slug:what>/<int:row>/", _inside(pane_views.drop), name="drop"),
    path(
        "<slug:piece>/shift/<slug:what>/<int:row>/<slug:way>/",
        _inside(pane_views.shift),
        name="shift",
    ),
    path("findings/", _inside(check_views.findings), name="findings"),
    path("findings/<slug:piece>/", _inside(check_views.findings), name="findings"),
    path("at/", _inside(check_views.at), name="at"),
    path("fix/", _inside(check_views.fix), name="fix"),
    path("ignore/", _inside(check_views.ignore), name="ignore"),
    path("heed/", _inside(check_views.heed), name="heed"),
    path("<slug:piece>/", _inside(views.page), name="page"),
]
