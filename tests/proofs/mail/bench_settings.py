"""The proof's settings with django-post_office beside, for the bench alone."""

from __future__ import annotations

from tests.proofs.mail.settings import *  # noqa: F403 -- the same database and mail server
from tests.proofs.mail.settings import CACHES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "post_office"]
CACHES = CACHES | {"post_office": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Its own migration makes no difference here.
SILENCED_SYSTEM_CHECKS = ["models.W042"]
