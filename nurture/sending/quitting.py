"""Whether this process is to end: the mail in hand is finished, no other is begun.

The worker's shutdown sets the mark, batches look at it between two mails. Its one byte lies in
memory that a process shares with those it forked: their parent alone hears the signal.
"""

from __future__ import annotations

import mmap
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_mark = mmap.mmap(-1, 1)
_lock = threading.Lock()
_in_hand: set[int] = set()
_was_told = threading.Event()


def ask_to_end() -> None:
    """Safe inside a signal handler."""
    _mark[0] = 1


def take_back() -> None:
    """For a worker that starts anew in the same process."""
    _mark[0] = 0


def is_ending() -> bool:
    return _mark[0] == 1


def die_after_mail() -> None:
    """What a signal to a forked child does: nothing to its siblings, nor to the mail in hand."""
    _was_told.set()
    if not _in_hand:
        _die()


def _die() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def in_hand() -> Iterator[None]:
    """Around a mail from its hand-over until it is settled."""
    thread = threading.get_ident()
    with _lock:
        _in_hand.add(thread)
    try:
        yield
    finally:
        with _lock:
            _in_hand.discard(thread)
        if _was_told.is_set():
            _die()


def wait_for_mails(*, within: float) -> bool:
    """Whether no thread of this process has a mail in hand any more, after so many seconds."""
    end = time.monotonic() + within
    while _in_hand and time.monotonic() < end:
        time.sleep(0.05)
    return not _in_hand
