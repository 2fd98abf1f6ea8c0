"""What the mail server said is written down even where the database is away for a moment.

Batches ask here: they alone know what became of the mail in hand. Without the row the reaper
could only call it maybe sent.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

Value = TypeVar("Value")

logger = logging.getLogger(__name__)

# A database comes back within seconds; a worker that is asked to end waits for no longer.
PATIENCE, BETWEEN = 20.0, 0.5


def insist(write: Callable[[], Value]) -> Value:
    """What `write`, one transaction, gives back; tried anew with fresh connections for a while.

    Raises the last OperationalError or InterfaceError after PATIENCE seconds. `write` may be
    carried out although it raised, so it has to be idempotent.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            # Inside somebody's transaction nothing can be tried again.
            if connection.in_atomic_block or time.monotonic() >= end:
                raise
            logger.warning("The database is away (%s); trying again.", type(error).__name__)
        connection.close()
        time.sleep(BETWEEN)
