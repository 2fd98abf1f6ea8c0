"""The bell: tells a worker to look at these deliveries now. Rows are the queue.

Called after a commit and by dispatching. It never raises: what it cannot ring, beat rings again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import current_app

logger = logging.getLogger(__name__)


def ring(ids: Sequence[int]) -> bool:
    """Whether the bell was heard by the broker. Ringing twice sends once."""
    return not ids or _tell("nurture.tasks.send_deliveries", list(ids))


def hurry() -> bool:
    """Has what is due planned now, not at the next tick. Whether the broker heard it."""
    return _tell("nurture.tasks.dispatch_due")


def _tell(task: str, *args: object) -> bool:
    try:
        current_app.send_task(task, args=list(args))
    except Exception as error:  # noqa: BLE001  # whatever ails the broker, the visitor goes on
        logger.warning(
            "The bell did not ring (%s); the next tick rings again.", type(error).__name__
        )
        return False
    return True
