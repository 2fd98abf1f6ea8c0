"""The addresses that stand in the account at the mail provider."""

from __future__ import annotations

from django.urls import path

from funnel.mail_hooks import views

app_name = "mail_hooks"
urlpatterns = [
    path("<slug:provider>/tracking/", views.hook, {"way": "tracking"}, name="tracking"),
    path("<slug:provider>/inbound/", views.hook, {"way": "inbound"}, name="inbound"),
]
