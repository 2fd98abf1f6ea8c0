"""A lease with a name: who works on a row, and until when. Losing a worker loses nothing.

Planning and sending take them by conditional UPDATEs; the reaper gives back what ran out.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings


def new_lease() -> str:
    return uuid.uuid4().hex


def lease_end(now: datetime) -> datetime:
    seconds: int = settings.MAIL_LEASE_SECONDS
    return now + timedelta(seconds=seconds)
