"""What a mail server's refusal means: whose fault it is and whether trying again can help.

Pure. The transport says how far the handing over had come, settling acts on the verdict.
"""

from __future__ import annotations

import random
import re
from datetime import timedelta
from enum import Enum

BACK_OFF_MINUTES = (1, 5, 15, 60, 180)
GIVE_UP_AFTER = timedelta(hours=24)

_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# 5.1.7 and 5.1.8 complain about the sender's address (RFC 3463), so the person is not to blame.
_SENDER_FAULTS = frozenset({"5.1.7", "5.1.8"})


class Phase(Enum):
    """How far it had come. Nothing can have been sent before END."""

    CONNECT = "connect"
    LOGIN = "login"
    ENVELOPE = "envelope"
    RECIPIENT = "recipient"
    DATA = "data"
    END = "end"


class Verdict(Enum):
    RETRY = "retry"
    MAYBE_SENT = "maybe_sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    STOP_PROVIDER = "stop_provider"
    STOP_ALL = "stop_all"


class RefusedError(Exception):
    """Raised by a transport. `code` is the server's reply, None where it gave none."""

    def __init__(self, phase: Phase, code: int | None, text: str) -> None:
        super().__init__(phase, code, text)
        self.phase, self.code, self.text = phase, code, text

    def __str__(self) -> str:
        return " ".join(f"{self.phase.value}: {self.code or ''} {self.text}".split())


def judge(refusal: RefusedError) -> Verdict:
    code = refusal.code
    if code is None or not 400 <= code <= 599:
        return Verdict.MAYBE_SENT if refusal.phase is Phase.END else Verdict.RETRY
    if code < 500:
        return Verdict.RETRY
    if refusal.phase is Phase.LOGIN or code in (530, 535):
        return Verdict.STOP_ALL
    if refusal.phase is Phase.CONNECT:
        return Verdict.RETRY
    return _judge_for_good(refusal)


def _judge_for_good(refusal: RefusedError) -> Verdict:
    found = _ENHANCED.search(refusal.text)
    enhanced = found.group(1) if found else ""
    if enhanced.startswith("5.7."):
        return Verdict.STOP_PROVIDER
    if enhanced.startswith("5.1."):
        return Verdict.FAILED if enhanced in _SENDER_FAULTS else Verdict.BOUNCED
    # Old servers say 550 to a recipient and no more: the mailbox is not there.
    if not enhanced and refusal.code == 550 and refusal.phase is Phase.RECIPIENT:
        return Verdict.BOUNCED
    return Verdict.FAILED


def back_off(attempts: int, seed: str) -> timedelta:
    """How long to wait after that many attempts: a fifth more or less, the same for one seed."""
    minutes = BACK_OFF_MINUTES[min(max(attempts, 1), len(BACK_OFF_MINUTES)) - 1]
    spread = random.Random(f"{seed}:{attempts}").uniform(0.8, 1.2)  # noqa: S311  # jitter, no secret
    return timedelta(minutes=minutes * spread)
