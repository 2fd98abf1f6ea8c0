"""A signal to end never cuts a mail in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from nurture.sending import quitting


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The signals that the process's usual handler got."""
    got: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: got.append(number))
    yield got
    signal.signal(signal.SIGTERM, before)


def test_sigterm_during_a_mail_comes_after_it(heard: list[int]) -> None:
    with quitting.in_hand():
        signal.raise_signal(signal.SIGTERM)
        assert heard == []
    assert heard == [signal.SIGTERM]


def test_sigterm_between_mails_comes_at_once(heard: list[int]) -> None:
    with quitting.in_hand():
        pass
    signal.raise_signal(signal.SIGTERM)
    assert heard == [signal.SIGTERM]


def test_sigterm_comes_after_a_mail_that_broke(heard: list[int]) -> None:
    def send() -> None:
        with quitting.in_hand():
            signal.raise_signal(signal.SIGTERM)
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        send()
    assert heard == [signal.SIGTERM]


def test_a_mail_of_another_thread_is_waited_for() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def send() -> None:
        with quitting.in_hand():
            begun.set()
            may_end.wait(10)

    thread = threading.Thread(target=send)
    thread.start()
    assert begun.wait(10)
    assert not quitting.wait_for_mails(within=0)
    may_end.set()
    assert quitting.wait_for_mails(within=10)
    thread.join(10)
