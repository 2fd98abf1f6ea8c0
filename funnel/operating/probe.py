"""Health checks for containers, without a shell, curl or Django: python -m funnel.operating.probe.

`probe web` asks this machine's web server; `probe beat` looks at the age of beat's heartbeat.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE_SECONDS = 5
HEARTBEAT_SECONDS = 60


def web() -> bool:
    url = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def beat() -> bool:
    heartbeat = Path(os.environ.get("VAR_DIR") or "var") / "beat.heartbeat"
    try:
        return time.time() - heartbeat.stat().st_mtime < HEARTBEAT_SECONDS
    except OSError:
        return False


PROBES = {"web": web, "beat": beat}


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PROBES:
        sys.exit(f"Say what to look at: {' or '.join(PROBES)}.")
    sys.exit(0 if PROBES[sys.argv[1]]() else 1)
