"""What the check looks at: a list of its rules, and a page for each."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from funnel.checking import views

_inside = admin.site.admin_view

urlpatterns = [
    path("", _inside(views.rules_page), name="check_rules"),
    path("<slug:slug>/", _inside(views.rule_page), name="check_rule"),
]
