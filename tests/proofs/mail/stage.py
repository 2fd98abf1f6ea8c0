"""One run: its parts, how far it has come, and the count of what arrived at its end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.models import Q

from nurture.models import Delivery, Enrollment
from tests.proofs.mail.parts import Engine, Part, Post, Postgres, Queue, doubles


@dataclass
class Stage:
    """`hit`: how many connections the faults so far can have met; `inside`: kills between a
    hand-over and the server's answer, known from the server itself."""

    engine: Engine
    post: Post
    queue: Queue
    postgres: Postgres | None
    clock: Path
    chance: random.Random
    planned: set[tuple[str, str]]
    is_requested: bool
    until: float
    faults: int = 0
    hit: int = 0
    inside: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Time is over, or a clock ended by itself.

        A worker whose last child is killed may give up: its supervisor starts it again, here as in
        docker-compose.yml.
        """
        for worker in self.engine.workers:
            if worker.is_gone:
                worker.start()
        return any(beat.is_gone for beat in self.engine.beats) or time.monotonic() > self.until

    def wait_for(self, share: float) -> bool:
        """Until that share of the mails has arrived. False where that takes too long."""
        while self.post.count() < share * len(self.planned):
            if self.is_late or self.is_done():
                return False
            time.sleep(0.02)
        return True

    def part_of(self, pid: int) -> Part | None:
        return next((each for each in self.engine.workers if pid in each.children), None)

    def is_done(self) -> bool:
        """Nothing is planned any more, and nothing is on its way."""
        if self.post.count() + self.hit < len(self.planned):
            return False
        try:
            open_ones = Delivery.objects.filter(state__in=Delivery.OPEN).exists()
            return not open_ones and not Enrollment.objects.filter(state="active").exists()
        except DatabaseError:
            connection.close()
            return False

    def finish(self) -> None:
        while not self.is_done():
            if self.is_late:
                self.notes.append("not finished: no time was left, or a beat had ended")
                return
            time.sleep(0.2)
        # A doubled mail would come now.
        time.sleep(3)


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of mails; `faults` are struck, `inside` of them between hand-over and answer."""

    name: str
    planned: int
    sent: int
    lost: int
    doubled: int
    came: int
    never_came: int
    faults: int
    inside: int
    hit: int
    seconds: float
    wrong: tuple[str, ...]


def count(name: str, stage: Stage, begun: float, *, most_in_doubt: int) -> Row:
    """Lost: a planned mail that the server never took and that does not stand as ambiguous."""
    taken = stage.post.taken()
    arrived = {(each.to, each.subject) for each in taken}
    doubt = _in_doubt(Q(state=Delivery.State.AMBIGUOUS))
    asked_again = _in_doubt(Q(state=Delivery.State.AMBIGUOUS) | Q(resends__gt=0))
    in_doubt = asked_again if stage.is_requested else doubt
    lost, doubled = len(stage.planned - arrived - doubt), doubles(taken)
    most_doubled = len(in_doubt) if stage.is_requested else 0
    judged = {
        f"{lost} lost": lost > 0,
        f"{doubled} doubled": doubled > most_doubled,
        f"{len(in_doubt)} ambiguous of at most {most_in_doubt}": len(in_doubt) > most_in_doubt,
        f"{len(arrived - stage.planned)} that nobody planned": bool(arrived - stage.planned),
    }
    return Row(
        name=name,
        planned=len(stage.planned),
        sent=len(arrived),
        lost=lost,
        doubled=doubled,
        came=len(in_doubt & arrived),
        never_came=len(doubt - arrived),
        faults=stage.faults,
        inside=stage.inside,
        hit=stage.hit,
        seconds=time.monotonic() - begun,
        wrong=(*stage.notes, *(text for text, is_wrong in judged.items() if is_wrong)),
    )


def _in_doubt(which: Q) -> set[tuple[str, str]]:
    rows = Delivery.objects.filter(which).values_list("address__normalised", "subject")
    return {(str(to), str(subject)) for to, subject in rows}


def table(rows: list[Row]) -> str:
    head = "| run | planned | sent | lost | doubled | ambiguous, arrived | ambiguous, never arrived"
    lines = [f"{head} | faults (inside hand-over) | seconds |", f"|---|{'---:|' * 8}"]
    for row in rows:
        cells = (row.name, row.planned, row.sent, row.lost, row.doubled, row.came, row.never_came)
        told = " | ".join(str(cell) for cell in cells)
        lines.append(f"| {told} | {row.faults} ({row.inside}) | {row.seconds:.0f} |")
    return "\n".join(lines)


Fault = Callable[[Stage], None]
