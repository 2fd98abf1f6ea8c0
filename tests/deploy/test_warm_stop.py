"""A worker that is told to end while a mail is on its way: as Docker does it, to its first process,
and as a terminal does it, to all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.deploy import compose
from tests.deploy.test_compose import (  # noqa: F401  # fixtures
    catcher,
    database_url,
    described,
    migrated,
    port,
    stand_ins,
)
from tests.nurture.rude import SlowServer
from tests.services.environment import ROOT

pytestmark = pytest.mark.deploy

MAILS = 12
_QUEUE = f"""
import django
django.setup()
from django.utils import timezone
from tests.nurture.factories import make_requested
for _ in range({MAILS}):
    make_requested(now=timezone.now())
"""


@pytest.fixture
def slow_server() -> Iterator[SlowServer]:
    server = SlowServer(seconds=1.5)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["first process", "whole group"])
def test_sigterm_finishes_the_mail_in_hand_and_leaves_none_in_doubt(
    send: Callable[[int, int], None],
    migrated: dict[str, str],  # noqa: F811
    database_url: str,  # noqa: F811
    slow_server: SlowServer,
    tmp_path: Path,
) -> None:
    places = migrated | {"smtp://mail:1025": slow_server.url}
    service = described("worker-requested", places, tmp_path)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("TRUNCATE leads_lead CASCADE")
    environment = service.environment | {"DJANGO_SETTINGS_MODULE": "funnel.settings"}
    subprocess.run(["python", "-c", _QUEUE], cwd=ROOT, env=environment, timeout=120, check=True)
    process = subprocess.Popen(
        service.command, cwd=ROOT, env=service.environment, start_new_session=True
    )
    try:
        end = time.monotonic() + compose.PATIENCE_SECONDS
        while not slow_server.messages:
            assert time.monotonic() < end
            time.sleep(0.05)
        send(process.pid, signal.SIGTERM)
        process.wait(compose.PATIENCE_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT state FROM nurture_delivery").fetchall()
    states = Counter(state for (state,) in rows)
    assert states.total() == MAILS
    assert set(states) <= {"accepted", "scheduled", "claimed"}
    assert 0 < states["accepted"] == len(slow_server.messages) < MAILS
