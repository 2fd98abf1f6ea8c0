"""The three who send the same mails to the same server: smtplib alone, django-post_office, and the
engine with real workers. Each gives back mails a second, from the start to the last one taken.
"""

from __future__ import annotations

import smtplib
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from django.test import override_settings
from django.utils import timezone

from leads.models import EmailAddress
from nurture import bell
from nurture.models import Delivery
from nurture.writing.composing import compose
from nurture.writing.rendering import render_delivery
from nurture.writing.wire import wire_bytes
from tests.nurture.ticking import dispatch
from tests.proofs.mail import people
from tests.proofs.mail.parts import Engine, Post

_BATCH = 25
_PATIENCE = 300.0
_SENDER = "hello@example.com"


def plan(pattern: EmailAddress, mails: int) -> list[int]:
    """Ids of so many first mails of a series, due now."""
    people.clear()
    now = timezone.now()
    people.put_on_series(pattern, people.series_now(now), now, last=mails)
    return dispatch(now, limit=mails)


def bytes_of(delivery_id: int) -> bytes:
    """A mail of the engine as it travels: the others send the same one."""
    related = ("lead", "address", "enrollment__version", "enrollment__sequence")
    delivery = Delivery.objects.select_related(*related).get(pk=delivery_id)
    return wire_bytes(compose(delivery, render_delivery(delivery), now=timezone.now()))


def bare(post: Post, raw: bytes, *, mails: int, connections: int) -> float:
    """smtplib and nothing else: no database, no rendering."""

    def send(share: int) -> None:
        with smtplib.SMTP("127.0.0.1", post.port, local_hostname="pid-0.test") as server:
            for number in range(share, mails, connections):
                server.sendmail(_SENDER, [people.ADDRESS % number], raw)

    begun = time.monotonic()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(send, range(connections)))
    return mails / _until(post, mails, begun)


def post_office(post: Post, html: str, *, mails: int, connections: int) -> float:
    """Its queue in the same Postgres, its threads in one process; it renders nothing here."""
    # An app of the bench's own settings, which nobody else has.
    office = import_module("post_office.mail")
    queued = [
        {"sender": _SENDER, "recipients": [people.ADDRESS % n], "subject": "Mail one"}
        | {"message": "Hello there.", "html_message": html}
        for n in range(mails)
    ]
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=post.port,
        POST_OFFICE={"BATCH_SIZE": mails, "THREADS_PER_PROCESS": connections},
    ):
        office.send_many(queued)
        begun = time.monotonic()
        office.send_queued(processes=1, log_level=0)
    return mails / _until(post, mails, begun)


def engine(machine: Engine, post: Post, ids: list[int], *, connections: int) -> float:
    """Workers that are up already, rung once; no clock, so that nothing else is measured."""
    worker = machine.add_worker(connections)
    try:
        end = time.monotonic() + 60
        while len(worker.children) < connections and time.monotonic() < end:
            time.sleep(0.1)
        # One mail each wakes every sender up: what it imports and connects to is not measured.
        for one in ids[: 2 * connections]:
            bell.ring([one])
        _until(post, 2 * connections, 0)
        time.sleep(1)
        begun = time.monotonic()
        rest = ids[2 * connections :]
        for start in range(0, len(rest), _BATCH):
            bell.ring(rest[start : start + _BATCH])
        return len(rest) / _until(post, len(ids), begun)
    finally:
        worker.kill()


def _until(post: Post, mails: int, begun: float) -> float:
    """Seconds from `begun` until the server has taken so many. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE
    while post.count() < mails:
        if time.monotonic() > end:
            raise TimeoutError(f"{post.count()} of {mails} mails arrived.")
        time.sleep(0.01)
    return time.monotonic() - begun
