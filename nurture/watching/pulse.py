"""The last sign of life of the clock and of a worker: the tick writes it, the watch reads it.

It stands in the cache, which all processes share; lost with it, nothing is claimed.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

_KEY = "nurture.pulse"
# Ticks are ten seconds apart, and a busy worker may be late.
SILENT_AFTER = timedelta(minutes=2)


def note_pulse(now: datetime) -> None:
    try:
        cache.set(_KEY, now, timeout=None)
    except (RedisError, OSError) as error:
        # Mails go on without it.
        logger.warning("The sign of life was not kept (%s).", type(error).__name__)


def last_pulse() -> datetime | None:
    """None where nothing is known: nothing ticked yet, or the cache was emptied."""
    found = cache.get(_KEY)
    return found if isinstance(found, datetime) else None


def silent_since(now: datetime, *, heartbeat: datetime | None = None) -> datetime | None:
    """The last sign of life where it is too long ago; else None.

    `heartbeat` is that of the clock alone: it counts where no worker is known to have ticked.
    """
    newest = last_pulse() or heartbeat or now
    return newest if now - newest > SILENT_AFTER else None
