"""The product's Celery app, with two things a proof needs and the product does not have.

Each process says its number to the mail server (in EHLO), so that a kill can meet it in the middle
of a mail; and the clock of the tasks can be set wrong, by seconds written into PROOF_CLOCK.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.core.mail import DNS_NAME
from django.utils import timezone

from funnel.celery import app

_right = timezone.now
_file = os.environ.get("PROOF_CLOCK", "")


def _ehlo_name() -> str:
    return f"pid-{os.getpid()}.test"


def _wrong_by() -> timedelta:
    text = Path(_file).read_text(encoding="ascii") if _file else ""
    return timedelta(seconds=float(text or 0))


def _now() -> datetime:
    return _right() + _wrong_by()


DNS_NAME.get_fqdn = _ehlo_name
timezone.now = _now
__all__ = ["app"]
