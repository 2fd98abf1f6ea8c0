"""The runs of the proof: which parts, which faults, and what may be in doubt afterwards."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from leads.models import EmailAddress
from tests.proofs.mail import faults, people
from tests.proofs.mail.parts import Engine, Post, Postgres, Queue
from tests.proofs.mail.stage import Fault, Row, Stage, count

# How long the mail server thinks about a mail, in seconds.
_WAIT = (0.0, 0.02)


@dataclass(frozen=True, slots=True)
class Run:
    """`workers`: for each worker process how many connections it has."""

    name: str
    fault: Fault
    workers: tuple[int, ...] = (4,)
    beats: int = 1
    is_requested: bool = False
    leaves_no_doubt: bool = False
    seconds: int = 600


def all_runs(*, kills: int) -> list[Run]:
    return [
        Run(f"{kills} kills, one connection", faults.kills(kills), workers=(1,), seconds=900),
        Run(f"{kills} kills, four connections", faults.kills(kills), seconds=600),
        Run("four workers, kills", faults.kills(kills // 4), workers=(1, 1, 1, 1)),
        Run("two beats, kills", faults.kills(kills // 4), beats=2),
        Run("Postgres restarted", faults.postgres_restarts(6)),
        Run("Redis flushed", faults.flushes(20)),
        Run("Redis gone for 60 s", faults.queue_gone(60)),
        Run("clock back and forward an hour", faults.wrong_clock),
        Run("connection dropped by the server", faults.drops(max(3, kills // 10))),
        Run("SIGTERM", faults.terminations(max(3, kills // 16)), leaves_no_doubt=True),
        Run("requested mails, kills", faults.kills(kills), is_requested=True, seconds=600),
    ]


def play(
    run: Run,
    *,
    mails: int,
    env: dict[str, str],
    postgres: Postgres | None,
    queue: Queue,
    pattern: EmailAddress,
    seed: str,
) -> Row:
    """One run from its first mail to its last. `pattern` stands for the people, made before."""
    count_of_people = mails if run.is_requested else mails // len(people.KEYS)
    people.clear()
    queue.flush()
    now = timezone.now()
    if run.is_requested:
        people.ask_for_gifts(pattern, now, last=count_of_people)
    else:
        people.put_on_series(pattern, people.series_now(now), now, last=count_of_people)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sy-run-") as name, posted(Path(name)) as post:
        clock = Path(name) / "clock"
        clock.write_text("0", encoding="ascii")
        more = {"EMAIL_URL": post.url, "VAR_DIR": name, "PROOF_CLOCK": str(clock)}
        engine = Engine(env | more, Path(name))
        stage = Stage(
            engine=engine,
            post=post,
            queue=queue,
            postgres=postgres,
            clock=clock,
            chance=random.Random(f"{seed}:{run.name}"),
            planned=people.expected(count_of_people, is_requested=run.is_requested),
            is_requested=run.is_requested,
            until=begun + run.seconds,
        )
        try:
            for connections in run.workers:
                engine.add_worker(connections)
            for _number in range(run.beats):
                engine.add_beat()
            run.fault(stage)
            stage.finish()
        finally:
            engine.stop()
            keep_logs(Path(name))
        return count(run.name, stage, begun, most_in_doubt=0 if run.leaves_no_doubt else stage.hit)


def keep_logs(folder: Path) -> None:
    """PROOF_LOGS names a folder for what the workers said."""
    kept = os.environ.get("PROOF_LOGS")
    for log in folder.glob("*.log") if kept else ():
        (Path(str(kept)) / f"{folder.name}-{log.name}").write_bytes(log.read_bytes())


@contextmanager
def posted(folder: Path, wait: tuple[float, float] = _WAIT) -> Iterator[Post]:
    post = Post(folder, wait)
    try:
        yield post
    finally:
        post.stop()
