"""The pages under Numbers where the product has them: before the admin's own addresses."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("funnel.numbers.urls")),
    path("admin/", admin.site.urls),
]
