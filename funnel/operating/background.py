"""The Celery worker and its clock as threads of this process: the embedded profile's engine.

Called by `manage.py serve` and by tests. Neither touches signals, files or standard output.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from socket import gethostname

from celery.beat import Service
from celery.worker import state

from funnel.celery import app, make_app
from funnel.operating.beat import HeartbeatScheduler
from nurture.bell import REQUESTED, USUAL
from nurture.sending import quitting

THREADS = 4
# A mail that is on its way to the server while everything stops is seen through.
MAIL_SECONDS = 35
_running: set[Worker] = set()


class Worker:
    """A worker with a pool of threads; stops warmly, giving running tasks a bounded time.

    All the workers of a process are asked to stop together: Celery has one mark for them all.
    """

    def __init__(
        self, *, queues: Sequence[str] = (USUAL, REQUESTED), concurrency: int = THREADS
    ) -> None:
        self._is_ready = threading.Event()
        self._queues, self._concurrency = list(queues), concurrency
        name = "worker-" + "-".join(queues)
        self._app = make_app(name, is_current=False)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def _run(self) -> None:
        # The controller below the command line's worker: it installs no signal handlers.
        self._controller = self._app.WorkController(
            app=self._app,
            hostname=f"{self._thread.name}@{gethostname()}",
            queues=self._queues,
            pool_cls="threads",
            concurrency=self._concurrency,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            ready_callback=lambda _consumer: self._is_ready.set(),
        )
        self._controller.start()

    def start(self, *, within: float = 10) -> None:
        state.should_stop = None
        quitting.take_back()
        _running.add(self)
        self._thread.start()
        if not self._is_ready.wait(within):
            raise RuntimeError(f"The worker did not start within {within} seconds.")

    def ask_to_stop(self) -> None:
        quitting.ask_to_end()
        # Celery reads a number as "stop with this exit code"; its types know only None.
        state.should_stop = 0  # type: ignore[assignment]

    def stop(self, *, within: float) -> bool:
        """Whether it ended in time. A task that did not is brought back by its row's lease."""
        self.ask_to_stop()
        self._thread.join(within)
        is_stopped = not self._thread.is_alive()
        if is_stopped:
            _running.discard(self)
        if not _running:
            state.should_stop = None
            quitting.take_back()
        return is_stopped

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()


class Clock:
    """Beat in a thread: rings the tasks of CELERY_BEAT_SCHEDULE."""

    def __init__(self) -> None:
        # At most a second between two looks, so that a stop is noticed within one.
        self._service = Service(app, max_interval=1, scheduler_cls=HeartbeatScheduler)
        self._thread = threading.Thread(target=self._service.start, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        self._service.stop()

    def stop(self, *, within: float) -> bool:
        self.ask_to_stop()
        self._thread.join(within)
        return not self._thread.is_alive()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()


def stop_all(*parts: Worker | Clock, within: float) -> bool:
    """Asks all the parts first, then waits for each within one span of seconds.

    Only a mail that is just being sent is waited for longer, at most as long as a server may take.
    """
    for part in parts:
        part.ask_to_stop()
    quitting.wait_for_mails(within=MAIL_SECONDS)
    end = time.monotonic() + within
    stopped = [part.stop(within=max(0.1, end - time.monotonic())) for part in parts]
    return all(stopped)
