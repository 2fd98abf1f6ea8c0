"""What a start of the embedded profile does first: tables, static files, the demo.

Called by `manage.py serve`. Each step looks whether it is needed, so a second start is quick.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils import timezone

from funnel.demo.loading import load_demo
from funnel.operating.readiness import has_pending_migrations


def migrate() -> bool:
    if not has_pending_migrations():
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Copies, hashes and compresses static files if any of them changed since the last time."""
    stamp, state = _var() / "static.stamp", _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state)
    return True


def load_demo_once() -> bool:
    """Once in the life of this folder: a demo that somebody removed stays away."""
    stamp = _var() / "demo.stamp"
    if stamp.exists():
        return False
    demo = load_demo(now=timezone.now(), by=None)
    stamp.write_text("loaded\n")
    return demo is not None


def _static_state() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            digest.update(f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _var() -> Path:
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
