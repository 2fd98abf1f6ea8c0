"""The product's own settings, on the parts that the test run starts for itself."""

from __future__ import annotations

from tests.services import environment

environment.prepare()

from funnel.settings import *  # noqa: E402, F403 -- read only now, from the prepared environment
from funnel.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

# A file, not memory: threads then meet each other as in the product, through WAL and its locks.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Cheap where it does not matter; `live_site` puts the hashed, compressed files back.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
