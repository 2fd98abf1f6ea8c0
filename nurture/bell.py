"""The bell: tells a worker to look at these deliveries now. Rows are the queue.

Called after a commit and by the tick. It never raises: what it cannot ring, beat rings again.
Mails somebody just asked for have a queue and workers of their own, so that no series, however
long, stands before them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import current_app

logger = logging.getLogger(__name__)

USUAL, REQUESTED = "celery", "requested"


def ring(ids: Sequence[int]) -> bool:
    """For mails of series. Whether the broker heard it. Ringing twice sends once."""
    return not ids or _tell("nurture.tasks.send_deliveries", list(ids))


def ring_requested(ids: Sequence[int]) -> bool:
    """For what somebody asked for a moment ago."""
    return not ids or _tell("nurture.tasks.send_requested", list(ids), queue=REQUESTED)


def hurry() -> bool:
    """Has what is due planned now, not at the next tick. Whether the broker heard it."""
    return _tell("nurture.tasks.dispatch_due")


def _tell(task: str, *args: object, queue: str = USUAL) -> bool:
    try:
        current_app.send_task(task, args=list(args), queue=queue)
    except Exception as error:  # noqa: BLE001  # whatever ails the broker, the visitor goes on
        logger.warning(
            "The bell did not ring (%s); the next tick rings again.", type(error).__name__
        )
        return False
    return True
