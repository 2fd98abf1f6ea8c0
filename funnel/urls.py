"""Every address of the product."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from funnel.portable.schema_page import show_schema
from funnel.studio import try_views

urlpatterns = [
    path("", include("funnel.operating.urls")),
    path("funnel.schema.json", show_schema, name="funnel_schema"),
    path("", include("funnel.journey.urls")),
    path("", include("funnel.mail_links.urls")),
    path("", include("funnel.privacy.urls")),
    path("hooks/mail/", include("funnel.mail_hooks.urls")),
    path("", include("funnel.conversions.urls")),
    path("leads/", include("funnel.mailroom.lead_urls")),
    path("leads/", include("nurture.alerting.urls")),
    path("leads/", include("leads.acting.urls")),
    path("leads/", include("leads.same.urls")),
    path("leads/", include("leads.lists.urls")),
    path("leads/", include("leads.urls")),
    path("", include("nurture.urls")),
    path("admin/", include("funnel.numbers.urls")),
    path("admin/check/", include("funnel.checking.urls")),
    path("admin/", include("funnel.home.urls")),
    path("admin/mail/", include("funnel.mailroom.urls")),
    path("admin/tuning/", include("funnel.tuning.urls")),
    path("admin/webhooks/", include("funnel.webhooks.urls")),
    path("admin/funnel/funnel/<int:pk>/studio/", include("funnel.studio.urls")),
    path("admin/own-browser/", admin.site.admin_view(try_views.own_browser), name="own_browser"),
    path("admin/", admin.site.urls),
]

handler404 = "funnel.journey.answering.not_found"
