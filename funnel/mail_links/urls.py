"""The addresses in mails."""

from __future__ import annotations

from django.urls import re_path

from funnel.mail_links import views

app_name = "mail_links"

urlpatterns = [
    re_path(r"^e/(?P<token>[A-Za-z0-9_-]{22})/\Z", views.follow, name="follow"),
]
