"""The embedded profile's one process: web server, Celery worker and clock side by side.

Called by `manage.py serve`.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

from funnel.operating.background import Clock, Worker, stop_all
from funnel.operating.web_words import WordsChannel
from nurture.bell import REQUESTED, USUAL

WEB_THREADS = 8
REQUESTED_THREADS = 2
# Together below the 5 seconds in which a stop has to be over.
WEB_STOP_SECONDS = 1
BACKGROUND_STOP_SECONDS = 3


class PortTakenError(Exception):
    """Somebody else listens there."""


def reserve(host: str, port: int) -> socket.socket:
    """A bound socket, taken before anything slow begins. Raises PortTakenError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(1024)
    except OSError as error:
        door.close()
        raise PortTakenError(str(error.strerror)) from error
    return door


class Stop:
    """Set by Ctrl-C and SIGTERM from the moment it is made."""

    def __init__(self) -> None:
        self._event = threading.Event()
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._event.set()

    @property
    def is_wanted(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        return self._event.wait(seconds)


class Web:
    """waitress on a socket that is already bound."""

    def __init__(self, door: socket.socket) -> None:
        self._server = create_server(
            get_wsgi_application(),
            sockets=[door],
            threads=WEB_THREADS,
            ident=None,
            # More is refused as soon as it is announced, and never written down.
            max_request_body_size=settings.STAFF_POST_BYTES,
            max_request_header_size=32 * 1024,
            clear_untrusted_proxy_headers=False,
        )
        self._server.channel_class = WordsChannel
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self, *, within: float) -> None:
        """Answers under way get this long; the port is free afterwards."""
        self._server.task_dispatcher.shutdown(timeout=within)
        self._server.close()


def run(door: socket.socket, *, stop: Stop, on_ready: Callable[[], None]) -> bool:
    """Runs until a stop is wanted. False if a part died by itself or did not end in time."""
    web, clock = Web(door), Clock()
    # Its own threads: what somebody just asked for never stands behind a long series.
    workers = [Worker(queues=[USUAL]), Worker(queues=[REQUESTED], concurrency=REQUESTED_THREADS)]
    for worker in workers:
        worker.start()
    clock.start()
    web.start()
    on_ready()
    is_whole = True
    while is_whole and not stop.wait(0.5):
        is_whole = web.is_alive and clock.is_alive and all(each.is_alive for each in workers)
    web.stop(within=WEB_STOP_SECONDS)
    stop_all(clock, *workers, within=BACKGROUND_STOP_SECONDS)
    return is_whole
