"""The whole site behind a real web server in a thread, static files hashed and compressed."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings
from waitress.server import create_server

from tests.services.environment import MARK

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MANIFEST = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


def collected_static() -> Path:
    """Collected once per run; workers of pytest-xdist wait for the first of them."""
    folder = Path(os.environ[MARK]) / "collected"
    with (folder.parent / "collected.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            storages = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
            with override_settings(
                STATIC_ROOT=folder, STORAGES=storages | {"staticfiles": MANIFEST}
            ):
                call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@contextmanager
def serving() -> Iterator[str]:
    """Yields the address. Settings must be as the site is to see them before this begins."""
    server = create_server(_letting_go(get_wsgi_application()), host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=_run, args=[server], name="web", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.pull_trigger()
        server.stopping = True
        thread.join(5)
        server.task_dispatcher.shutdown(timeout=5)
        # What a browser did not wait for is still open: its files are let go of, too.
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.asyncore.close_all(server._map)


def _letting_go(application: WSGIApplication) -> WSGIApplication:
    """A film that is left half way ends in another thread than its connection was opened in;
    the worker that opened it closes it, so that none is left over when the server stops."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        finally:
            connections.close_all()

    return answer


def _run(server: object) -> None:
    while not getattr(server, "stopping", False):
        server.asyncore.loop(timeout=0.2, map=server._map, count=1)  # type: ignore[attr-defined] # waitress has no types
