"""The embedded profile as `make run` starts it, in a process and a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.environment import ROOT

pytestmark = pytest.mark.deploy

STOP_SECONDS = 5
START_SECONDS = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "VAR_DIR": str(folder / "var"), **more}


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Yields once the doors are printed; whatever happens, the process is gone afterwards."""
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(folder, PORT=str(port)),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        end = time.monotonic() + START_SECONDS
        while "Ctrl-C stops it" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def stop(process: subprocess.Popen[str], number: signal.Signals) -> float:
    """Seconds until it was gone; it has to end well."""
    begun = time.monotonic()
    process.send_signal(number)
    assert process.wait(30) == 0
    return time.monotonic() - begun


def status(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return int(answer.status)


def test_serve_starts_stops_and_starts_again_with_everything_kept(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, port) as process:
        assert [status(port, path) for path in ("/healthz", "/readyz", "/")] == [200, 200, 200]
        assert stop(process, signal.SIGTERM) < STOP_SECONDS
    first = (tmp_path / "log").read_text()
    assert "The demo is loaded." in first
    with served(tmp_path, port) as process:
        assert status(port, "/") == 200
        assert stop(process, signal.SIGINT) < STOP_SECONDS
    second = (tmp_path / "log").read_text()
    assert second.lstrip().startswith("Small Yes is running.")
    assert second.rstrip().endswith("Stopped.")
    assert "Traceback" not in first + second, first + second


def test_serve_names_a_port_that_is_taken_and_the_cure(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(tmp_path, PORT=str(port)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} " in done.stderr
    assert "PORT=8123 make run" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("needed", ["PROFILE=embedded", "docker compose up"])
def test_serve_refuses_the_scaled_profile(tmp_path: Path, needed: str) -> None:
    scaled = {
        "PROFILE": "scaled",
        "SECRET_KEY": "k" * 60,
        "SUPPRESSION_KEY": "s" * 60,
        "SITE_URL": "https://quiz.example.com",
        "DATABASE_URL": "postgres://postgres:5432/smallyes",
        "REDIS_URL": "redis://redis:6379/0",
        "EMAIL_URL": "smtp://mail:1025",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(tmp_path, **scaled),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert needed in done.stderr
