"""Whether this process is to end: the mail in hand is finished, no other is begun.

The worker's shutdown sets the mark, batches look at it between two mails. Its one byte lies in
memory that a process shares with those it forked: their parent alone hears the signal.
"""

from __future__ import annotations

import mmap
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

_mark = mmap.mmap(-1, 1)
_lock = threading.Lock()
_in_hand: set[int] = set()


def ask_to_end() -> None:
    """Safe inside a signal handler."""
    _mark[0] = 1


def take_back() -> None:
    """For a worker that starts anew in the same process."""
    _mark[0] = 0


def is_ending() -> bool:
    return _mark[0] == 1


@contextmanager
def in_hand() -> Iterator[None]:
    """Around a mail from its hand-over until it is settled. SIGTERM waits for the end of it."""
    thread = threading.get_ident()
    with _lock:
        _in_hand.add(thread)
    try:
        with _sigterm_after() if _may_hold_signals() else nullcontext():
            yield
    finally:
        with _lock:
            _in_hand.discard(thread)


def _may_hold_signals() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _sigterm_after() -> Iterator[None]:
    """A signal to a whole group reaches a forked child, too, whose pool has set a handler of its
    own by then: so the mail brings its handler with it, and gives the signal back afterwards.
    """
    told: list[int] = []
    usual = signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)
        if told:
            signal.raise_signal(signal.SIGTERM)


def wait_for_mails(*, within: float) -> bool:
    """Whether no thread of this process has a mail in hand any more, after so many seconds."""
    end = time.monotonic() + within
    while _in_hand and time.monotonic() < end:
        time.sleep(0.05)
    return not _in_hand
