"""The public pages."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.gzip import gzip_page

from funnel.journey import embed_script, files, gift_views, legal, share_views, views

app_name = "journey"
_KEY = r"[A-Za-z0-9_-]{22}"
_NAME = r"[a-z0-9][a-z0-9_-]{0,49}"
# A background for light and for dark, and a font, where a theme has its own.
_OWN = r"(?:-(?:[0-9a-f]{6}|0)-(?:[0-9a-f]{6}|0)-[a-z]{4,9})?"
_LANGUAGE = r"[a-z]{2}(?:-[a-z]{2,4})?"

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("embed.js", embed_script.embed_script, name="embed_script"),
    path("privacy/", legal.privacy, name="privacy"),
    path("imprint/", legal.imprint, name="imprint"),
    re_path(rf"^f/(?P<slug>{_NAME})/\Z", gzip_page(views.landing), name="landing"),
    re_path(
        rf"^f/(?P<slug>{_NAME})/(?P<language>{_LANGUAGE})/\Z",
        gzip_page(views.landing),
        name="landing",
    ),
    re_path(rf"^f/(?P<slug>{_NAME})/(?:{_LANGUAGE}/)?seen/\Z", views.seen, name="seen"),
    re_path(
        rf"^f/(?P<slug>{_NAME})/r/(?P<outcome>{_NAME})/\Z",
        gzip_page(share_views.share),
        name="share",
    ),
    re_path(
        rf"^f/(?P<slug>{_NAME})/r/(?P<outcome>{_NAME})\.png\Z",
        share_views.share_picture,
        name="share_picture",
    ),
    re_path(
        rf"^f/(?P<slug>{_NAME})/picture\.png\Z",
        share_views.landing_picture,
        name="landing_picture",
    ),
    re_path(rf"^v/(?P<key>{_KEY})/\Z", views.resume, name="resume"),
    re_path(rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/\Z", gzip_page(views.step), name="step"),
    re_path(
        rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/result\.pdf\Z",
        share_views.result_pdf,
        name="result_pdf",
    ),
    re_path(
        rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/checklist\.pdf\Z",
        gift_views.checklist_pdf,
        name="checklist_pdf",
    ),
    re_path(
        rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/file/(?P<name>[^/]{{1,150}})\Z",
        gift_views.gift_file,
        name="gift_file",
    ),
    re_path(
        rf"^v/(?P<key>{_KEY})/(?P<step>{_NAME})/(?P<question>{_NAME})/\Z",
        gzip_page(views.step),
        name="question",
    ),
    re_path(
        rf"^style/(?P<name>[0-9a-f]{{8}}-[0-9a-f]{{6}}-[0-9a-f]{{6}}-[0-9]{{1,2}}{_OWN})\.css\Z",
        gzip_page(files.style),
        name="style",
    ),
    re_path(
        r"^style/(?P<name>steps-[0-9a-f]{8})\.css\Z",
        gzip_page(files.steps_style),
        name="steps_style",
    ),
    re_path(r"^media/(?P<name>gifts/[A-Za-z0-9._-]{1,150})\Z", files.media, name="media"),
]
