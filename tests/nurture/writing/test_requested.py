from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from nurture import bell
from nurture.models import Delivery
from nurture.writing.requested import RequestedMail, queue_requested
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import make_content

pytestmark = pytest.mark.django_db


def test_queue_requested_is_idempotent_and_rings_after_the_commit(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]],
) -> None:
    rung: list[list[int]] = []
    monkeypatch.setattr(bell, "ring_requested", rung.append)
    address = make_address()

    def once() -> Delivery | None:
        return queue_requested(
            lead=address.lead,
            address=address,
            funnel_id=1,
            visit_id=7,
            content=make_content(),
            dedupe_key="gift:7:checklist:1",
            now=NOW,
        )

    with django_capture_on_commit_callbacks(execute=True):
        first, second = once(), once()
        assert rung == []

    assert first is not None
    assert second is not None
    assert (first.pk, rung) == (second.pk, [[first.pk]])
    assert (first.purpose, first.state, first.due_at) == ("requested", "scheduled", NOW)
    assert RequestedMail.model_validate_json(first.content) == make_content()
