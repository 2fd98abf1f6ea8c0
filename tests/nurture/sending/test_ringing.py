"""A backlog of series and a mail somebody just asked for: with the workers of the house."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings

from funnel.operating.background import Worker, stop_all
from nurture import bell
from nurture.models import Delivery, Enrollment
from nurture.planning.dispatching import plan
from nurture.planning.pace import pace
from nurture.sending.ringing import due_to_ring
from tests.leads.factories import make_address
from tests.nurture.factories import make_enrollment, make_reader, make_requested, make_version
from tests.nurture.rude import SlowServer

pytestmark = pytest.mark.django_db(transaction=True)

BACKLOG = 300


@pytest.fixture
def slow_server(settings: Settings) -> Iterator[SlowServer]:
    server = SlowServer(seconds=0.2)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    # No night and no caps: the workers' clock is that of the machine.
    settings.DAY_SECONDS = 3_600
    yield server
    server.stop()


@pytest.fixture
def workers(slow_server: SlowServer) -> Iterator[list[Worker]]:
    found = [Worker(queues=["celery"]), Worker(queues=["requested"], concurrency=1)]
    for each in found:
        each.start()
    yield found
    stop_all(*found, within=20)


def until(happened: Callable[[], bool], *, seconds: float = 30) -> float:
    """Seconds it took."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < seconds
        time.sleep(0.05)
    return time.monotonic() - begun


def test_a_backlog_of_series_does_not_delay_what_was_asked_for(
    slow_server: SlowServer, workers: list[Worker]
) -> None:
    version = make_version()
    for number in range(BACKLOG):
        make_enrollment(version=version, address=make_reader(text=f"r{number}@example.com"))
    Enrollment.objects.update(due_at=timezone.now())
    plan(now=timezone.now(), limit=BACKLOG, pace=pace())
    ids = due_to_ring(timezone.now(), limit=BACKLOG).series
    assert len(ids) == BACKLOG
    for start in range(0, BACKLOG, 50):
        bell.ring(ids[start : start + 50])
    until(lambda: len(slow_server.messages) > 3)

    make_requested(address=make_address(text="now@example.com"), now=timezone.now())
    seconds = until(lambda: ["now@example.com"] in slow_server.recipients)

    assert seconds < 5
    assert len(slow_server.messages) < BACKLOG / 2
    assert all(stop.is_alive for stop in workers)


def test_a_warm_stop_leaves_no_doubtful_mail(
    slow_server: SlowServer, workers: list[Worker]
) -> None:
    ids = [make_requested(now=timezone.now()).pk for _ in range(20)]
    bell.ring_requested(ids)
    until(lambda: len(slow_server.messages) > 1)

    assert stop_all(*workers, within=10)

    states = list(Delivery.objects.values_list("state", flat=True))
    assert set(states) == {"accepted", "scheduled"}
    assert states.count("accepted") == len(slow_server.messages)
