"""The outbox: mails kept instead of sent, in the embedded profile without a mail server."""

from __future__ import annotations

from django.urls import path

from nurture import views

app_name = "nurture"

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.outbox_mail, name="outbox_mail"),
    path("outbox/<int:pk>/html/", views.outbox_html, name="outbox_html"),
]
