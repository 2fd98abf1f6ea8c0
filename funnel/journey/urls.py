"""The public pages."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.gzip import gzip_page

from funnel.journey import files, legal, views

app_name = "journey"
_KEY = r"[A-Za-z0-9_-]{22}"
_NAME = r"[a-z0-9][a-z0-9_-]{0,49}"

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("privacy/", legal.privacy, name="privacy"),
    path("imprint/", legal.imprint, name="imprint"),
    re_path(rf"^f/(?P<slug>{_NAME})/\Z", gzip_page(views.landing), name="landing"),
    re_path(rf"^f/(?P<slug>{_NAME})/seen/\Z", views.seen, name="seen"),
    re_path(rf"^v/(?P<key>{_KEY})/\Z", views.resume, name="resume"),
    re_path(rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/\Z", gzip_page(views.step), name="step"),
    re_path(
        rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/(?P<question>{_NAME})/\Z",
        gzip_page(views.step),
        name="question",
    ),
    re_path(
        r"^style/(?P<name>[0-9a-f]{8}-[0-9a-f]{6}-[0-9a-f]{6}-\d{1,2})\.css\Z",
        gzip_page(files.style),
        name="style",
    ),
    re_path(r"^media/(?P<name>gifts/[A-Za-z0-9._-]{1,150})\Z", files.media, name="media"),
]
