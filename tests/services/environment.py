"""What a test run reads instead of the developer's own settings, and the folder it works in.

Called by tests/settings.py before Django's settings are read. Workers of pytest-xdist inherit
what the first process made; only that process takes it down.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.services import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "SMALL_YES_TEST_RUN"


def known_variables() -> list[str]:
    """Every variable .env.example lists."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    names = [line.removeprefix("#").split("=", 1)[0].strip() for line in lines if "=" in line]
    return [name for name in names if name.isidentifier() and name.isupper()]


def prepare() -> None:
    """Idempotent over processes: the mark in the environment says that it has been done."""
    if MARK in os.environ:
        return
    for name in known_variables():
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="small-yes-test-"))
    owner = os.getpid()
    atexit.register(_remove, folder, owner)
    (folder / "static").mkdir()
    os.environ[MARK] = str(folder)
    os.environ["VAR_DIR"] = str(folder)
    os.environ["PROFILE"] = "embedded"
    # Playwright keeps an event loop in the test's thread; Django would refuse the ORM there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if wants_postgres():
        os.environ["DATABASE_URL"] = postgres.start()


def wants_postgres() -> bool:
    choice = os.environ.get("TEST_DATABASE", "sqlite")
    if choice not in {"sqlite", "postgres"}:
        raise SystemExit(f"TEST_DATABASE is {choice!r}. Set it to sqlite or postgres.")
    return choice == "postgres"


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
