"""Chromium: the machine's own, else Playwright's, else installed where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
NONE_FOUND = (
    "NO BROWSER: no Chromium on this machine and none could be installed. "
    "The browser journeys were NOT run. Install one, for example: apt-get install chromium"
)


def find_chromium(playwright: Playwright) -> str | None:
    """The path of a Chromium that stands on this machine."""
    own = [shutil.which(name) for name in NAMES] + [shutil.which(n, path="/usr/bin") for n in NAMES]
    bundled = playwright.chromium.executable_path
    return next(
        (path for path in (*own, bundled) if path and Path(path).exists()),
        None,
    )


def install_chromium() -> None:
    """Playwright's own first, the system's package where we are root. Neither has to work."""
    if _try([sys.executable, "-m", "playwright", "install", "chromium-headless-shell", "chromium"]):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try(["apt-get", "install", "-y", "--no-install-recommends", "chromium"]) or (
            _try(["apt-get", "update"])
            and _try(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
        )


def _try(command: list[str]) -> bool:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, capture_output=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
