"""How fast days pass: DAY=20 lets a whole series be watched arriving.

Read where work begins (tasks, enrolling) and passed on as a value; the rules never ask.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings


def pace() -> timedelta | None:
    """How long one day of a series lasts, or None for real days."""
    seconds: float | None = settings.DAY_SECONDS
    return None if seconds is None else timedelta(seconds=seconds)
