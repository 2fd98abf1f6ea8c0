"""The scaled profile's own settings; the test client speaks plain HTTP to a host of its own, and
nobody has collected the static files here.
"""

from __future__ import annotations

from funnel.settings import *  # noqa: F403 -- the product's settings are what is measured
from funnel.settings import STORAGES as _STORAGES

ALLOWED_HOSTS = ["testserver"]
SECURE_SSL_REDIRECT = False
STORAGES = _STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
