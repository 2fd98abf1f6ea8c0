from __future__ import annotations

import pytest
from celery import current_app

from nurture import bell


def test_ring_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(current_app, "send_task", broken)

    assert (bell.ring([1, 2]), bell.ring([])) == (False, True)


def test_ring_sends_ids_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[object, ...]] = []

    def taken(name: str, *, args: list[object], queue: str) -> None:
        sent.append((name, args, queue))

    monkeypatch.setattr(current_app, "send_task", taken)

    assert bell.ring((1, 2))
    assert bell.ring_requested([3])
    assert sent == [
        ("nurture.tasks.send_deliveries", [[1, 2]], "celery"),
        ("nurture.tasks.send_requested", [[3]], "requested"),
    ]
