from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from nurture.models import Delivery, Enrollment
from nurture.sending import batch, handover, insisting, settling
from nurture.sending.batch import send_batch
from nurture.sending.insisting import insist
from tests.leads.factories import NOW
from tests.nurture.factories import Clock, make_enrollment, make_reader
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer


class Flaky:
    """The database of one write, away for its first calls; `is_committed`: it worked all the same,
    only the answer was lost."""

    def __init__(
        self, real: Callable[..., object], *, times: int, is_committed: bool = False
    ) -> None:
        self.real, self.left, self.calls = real, times, 0
        self.is_committed = is_committed

    def __call__(self, **given: object) -> object:
        self.calls += 1
        if self.left <= 0:
            return self.real(**given)
        self.left -= 1
        if self.is_committed:
            self.real(**given)
        raise OperationalError("the server closed the connection unexpectedly")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insisting, "BETWEEN", 0.01)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_insist_tries_again_until_the_database_is_back(error: type[DatabaseError]) -> None:
    left = [error("away"), error("away")]

    def write() -> int:
        if left:
            raise left.pop()
        return Delivery.objects.count()

    assert (insist(write), left) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_insist_gives_up_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insisting, "PATIENCE", 0.05)

    def write() -> None:
        raise OperationalError("away")

    with pytest.raises(OperationalError, match="away"):
        insist(write)


@pytest.mark.django_db
def test_insist_tries_nothing_again_inside_a_transaction() -> None:
    calls = []

    def write() -> None:
        calls.append(1)
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        insist(write)
    assert (len(calls), connection.in_atomic_block) == (1, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_mail_the_server_took_is_written_down_after_a_restart(
    smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch, is_committed: bool
) -> None:
    accept = Flaky(settling.accept, times=2, is_committed=is_committed)
    monkeypatch.setattr(batch, "accept", accept)
    make_enrollment(address=make_reader(text="mara@example.com"))

    send_batch(dispatch(NOW), clock=Clock())

    assert (accept.calls, len(smtp_server.messages)) == (3, 1)
    assert list(Delivery.objects.values_list("state", "accepted_at")) == [("accepted", NOW)]
    assert list(Enrollment.objects.values_list("state", "position")) == [("active", 1)]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_written_down_after_a_restart(
    smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    smtp_server.reply_with("RCPT", "450 4.2.0 greylisted")
    monkeypatch.setattr(batch, "refuse", Flaky(settling.refuse, times=2))
    make_enrollment(address=make_reader(text="mara@example.com"))

    assert send_batch(dispatch(NOW), clock=Clock()) == 0

    assert list(Delivery.objects.values_list("state", "held_reason", "handed_over_at")) == [
        ("scheduled", "server_refused", None)
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_hand_over_whose_answer_was_lost_leaves_no_doubt(
    smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch, is_committed: bool
) -> None:
    hand_over = Flaky(handover.hand_over, times=1, is_committed=is_committed)
    monkeypatch.setattr(batch, "hand_over", hand_over)
    make_enrollment(address=make_reader(text="mara@example.com"))
    ids = dispatch(NOW)

    with pytest.raises(OperationalError):
        send_batch(ids, clock=Clock())
    states = ("state", "handed_over_at", "lease_id")
    assert list(Delivery.objects.values_list(*states)) == [("scheduled", None, "")]
    assert smtp_server.messages == []

    assert send_batch(ids, clock=Clock()) == 1
    assert len(smtp_server.messages) == 1
