"""The bell: tells workers to go and look. Rows in the database are the queue."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "funnel.settings")


def make_app(name: str, *, is_current: bool) -> Celery:
    """Two workers in one process need one each: an app remembers one choice of queues."""
    made = Celery(name, set_as_current=is_current)
    made.config_from_object("django.conf:settings", namespace="CELERY")
    made.autodiscover_tasks()
    return made


app = make_app("small_yes", is_current=True)
