"""What goes wrong in the runs. Each fault waits for its share of the mails, so all of them meet
mails that are under way."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Iterator

from tests.proofs.mail.parts import Part
from tests.proofs.mail.server import STAGES
from tests.proofs.mail.stage import Fault, Stage

# One kill of so many takes a worker with all its senders, not one sender.
_WHOLE_EACH = 20
_LAST = 0.95


def moments(stage: Stage, times: int) -> Iterator[int]:
    """So many random moments, spread over the mails; fewer where the mails are at their end."""
    for number in range(times):
        if not stage.wait_for((number + stage.chance.random()) / times * _LAST):
            stage.notes.append(f"only {number} of {times} faults struck")
            return
        yield number


def nothing(stage: Stage) -> None:
    """No fault but the layout of the run."""


def kills(times: int) -> Fault:
    """SIGKILL: every second one inside a hand-over, the others wherever the sender is."""

    def strike(stage: Stage) -> None:
        for number in moments(stage, times):
            if number % _WHOLE_EACH == _WHOLE_EACH - 2:
                _kill_worker(stage)
            elif number % 2:
                _kill_inside(stage)
            else:
                _kill_anywhere(stage)

    return strike


def _kill_inside(stage: Stage) -> None:
    """The server stands still in the middle of a mail, and the one who sends it is killed there."""
    while not stage.post.heard.empty():
        stage.post.heard.get()
    stage.post.say(f"stop {stage.chance.choice(STAGES)}")
    try:
        _, _, pid = stage.post.heard.get(timeout=20)
    except queue.Empty:
        stage.post.say("stop ")
        return
    if stage.part_of(int(pid)) is not None:
        _kill(stage, int(pid))
        stage.inside += 1
    stage.post.say(stage.chance.choice(("go keep", "go lose")))


def _kill_anywhere(stage: Stage) -> None:
    time.sleep(stage.chance.uniform(0, 0.2))
    part = stage.chance.choice(stage.engine.workers)
    children = _children(stage, part)
    if children:
        _kill(stage, stage.chance.choice(children))


def _children(stage: Stage, part: Part) -> list[int]:
    while not part.children and not stage.is_late:
        time.sleep(0.02)
    return part.children


def _kill(stage: Stage, pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    stage.faults += 1
    stage.hit += 1


def _kill_worker(stage: Stage) -> None:
    part = stage.chance.choice(stage.engine.workers)
    stage.hit += len(_children(stage, part))
    stage.faults += 1
    part.kill()
    part.start()


def terminations(times: int) -> Fault:
    """SIGTERM, as each deployment sends it: the worker ends what it has begun."""

    def strike(stage: Stage) -> None:
        for _number in moments(stage, times):
            part = stage.chance.choice(stage.engine.workers)
            _children(stage, part)
            if not part.end():
                stage.notes.append("a worker did not end within 30 seconds of SIGTERM")
            stage.faults += 1
            part.start()

    return strike


def postgres_restarts(times: int) -> Fault:
    def strike(stage: Stage) -> None:
        assert stage.postgres is not None
        for _number in moments(stage, times):
            stage.hit += sum(len(part.children) for part in stage.engine.workers)
            stage.faults += 1
            stage.postgres.restart()

    return strike


def flushes(times: int) -> Fault:
    def strike(stage: Stage) -> None:
        for _number in moments(stage, times):
            stage.queue.flush()
            stage.faults += 1

    return strike


def queue_gone(seconds: float) -> Fault:
    def strike(stage: Stage) -> None:
        for _number in moments(stage, 1):
            stage.queue.stop()
            stage.faults += 1
            time.sleep(seconds)
            stage.queue.start()

    return strike


def drops(times: int) -> Fault:
    """The server hangs up in the middle of a mail: before its last dot, and after it."""

    def strike(stage: Stage) -> None:
        for _number in moments(stage, times):
            stage.post.say(f"drop {stage.chance.choice(STAGES)}")
            stage.faults += 1
            stage.hit += 1

    return strike


def wrong_clock(stage: Stage) -> None:
    """An hour back and right again, an hour forward and right again; then that hour comes."""
    for share, seconds in ((0.2, -3600), (0.5, 3600)):
        if not stage.wait_for(share):
            stage.notes.append("the clock was not set at every moment")
            break
        # What was planned before waits while the clock is behind: that is right, not lost.
        _set_clock(stage, seconds)
        time.sleep(10)
        _set_clock(stage, 0)
    # What was counted from the wrong hour is due in an hour: it has come.
    _set_clock(stage, 3600)


def _set_clock(stage: Stage, seconds: int) -> None:
    fresh = stage.clock.with_suffix(".new")
    fresh.write_text(str(seconds), encoding="ascii")
    fresh.replace(stage.clock)
    stage.faults += 1
    stage.hit += sum(len(part.children) for part in stage.engine.workers)
