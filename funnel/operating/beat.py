"""The clock's schedule: kept in memory, with a heartbeat on disk that a health check can read.

Every entry says "go and look", so a restart loses nothing and no file has to remember.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery.beat import Scheduler
from django.conf import settings


def heartbeat_path() -> Path:
    return Path(settings.VAR_DIR) / "beat.heartbeat"


class HeartbeatScheduler(Scheduler):
    """Touches its heartbeat at each tick; ticks are at most 5 seconds apart."""

    max_interval = 5

    def tick(self, *args: Any, **kwargs: Any) -> float:  # whatever Celery passes, handed on
        heartbeat_path().touch()
        return float(super().tick(*args, **kwargs))
