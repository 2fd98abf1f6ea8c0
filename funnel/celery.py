"""The bell: tells workers to go and look. Rows in the database are the queue."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "funnel.settings")

app = Celery("small_yes")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
