"""The scaled profile's own settings; the test client speaks plain HTTP to a host of its own."""

from __future__ import annotations

from funnel.settings import *  # noqa: F403 -- the product's settings are what is measured

ALLOWED_HOSTS = ["testserver"]
SECURE_SSL_REDIRECT = False
