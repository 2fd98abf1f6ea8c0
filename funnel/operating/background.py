"""The Celery worker and its clock as threads of this process: the embedded profile's engine.

Called by `manage.py serve` and by tests. Neither touches signals, files or standard output.
"""

from __future__ import annotations

import threading
import time

from celery.beat import Service
from celery.worker import state

from funnel.celery import app
from funnel.operating.beat import HeartbeatScheduler

THREADS = 4


class Worker:
    """A worker with a pool of threads; stops warmly, giving running tasks a bounded time."""

    def __init__(self) -> None:
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def _run(self) -> None:
        # The controller below the command line's worker: it installs no signal handlers.
        self._controller = app.WorkController(
            app=app,
            pool_cls="threads",
            concurrency=THREADS,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            ready_callback=lambda _consumer: self._is_ready.set(),
        )
        self._controller.start()

    def start(self, *, within: float = 10) -> None:
        state.should_stop = None
        self._thread.start()
        if not self._is_ready.wait(within):
            raise RuntimeError(f"The worker did not start within {within} seconds.")

    def ask_to_stop(self) -> None:
        # Celery reads a number as "stop with this exit code"; its types know only None.
        state.should_stop = 0  # type: ignore[assignment]

    def stop(self, *, within: float) -> bool:
        """Whether it ended in time. A task that did not is brought back by its row's lease."""
        self.ask_to_stop()
        self._thread.join(within)
        is_stopped = not self._thread.is_alive()
        if is_stopped:
            state.should_stop = None
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
    """Asks all the parts first, then waits for each within one span of seconds."""
    end = time.monotonic() + within
    for part in parts:
        part.ask_to_stop()
    stopped = [part.stop(within=max(0.1, end - time.monotonic())) for part in parts]
    return all(stopped)
