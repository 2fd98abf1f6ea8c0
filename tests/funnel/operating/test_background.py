from __future__ import annotations

import threading
from pathlib import Path

import pytest
from celery import shared_task
from pytest_django import Settings

from funnel.operating.background import Clock, Worker
from funnel.operating.beat import heartbeat_path

ran = threading.Event()
release = threading.Event()


@shared_task(name="tests.note_that_it_ran")
def note_that_it_ran() -> None:
    ran.set()


@shared_task(name="tests.take_long")
def take_long() -> None:
    ran.set()
    release.wait(30)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    ran.clear()
    release.clear()


def test_worker_runs_a_task_and_stops_when_told(worker: Worker) -> None:
    note_that_it_ran.delay()
    assert ran.wait(10)
    assert worker.stop(within=10)
    assert not worker.is_alive


@pytest.mark.django_db(transaction=True)
def test_worker_says_when_a_task_outlasts_its_stop() -> None:
    worker = Worker()
    worker.start()
    take_long.delay()
    assert ran.wait(10)
    try:
        assert not worker.stop(within=0.5)
    finally:
        release.set()
        assert worker.stop(within=10)


def test_clock_beats_its_heart_and_leaves_no_other_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.chdir(tmp_path)
    clock = Clock()
    clock.start()
    waiting = threading.Event()
    for _ in range(100):
        if heartbeat_path().exists():
            break
        waiting.wait(0.1)
    assert clock.stop(within=5)
    assert [path.name for path in tmp_path.iterdir()] == ["beat.heartbeat"]
