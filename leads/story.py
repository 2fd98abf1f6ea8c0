"""A person's story for the desk: what they did, newest first, with the points it brought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from leads.models import Activity
from leads.warmth import Receipt, answered

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the story. `points` are those of the day; 0 where it does not count (any more)."""

    label: str
    occurred_at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Story:
    moments: Sequence[Moment]
    mails: Sequence[Moment]
    earlier_count: int


def tell(ledger: Iterable[Activity], receipt: Receipt) -> Story:
    """The newest hundred moments. The answers of one walk through a quiz make one line."""
    counted = {id(row.act): row for row in receipt.rows if row.act is not None}
    moments: list[Moment] = []
    mails: list[Moment] = []
    walks: dict[tuple[str, int | None], list[Activity]] = {}
    for row in sorted(ledger, key=lambda row: (row.occurred_at, row.pk), reverse=True):
        if row.points_key == "quiz_answer":
            walks.setdefault((_quiz(row), row.visit_id), []).append(row)
            continue
        reason = counted.get(id(row))
        moment = Moment(row.label, row.occurred_at, reason.full if reason else 0)
        (mails if row.kind == Activity.Kind.MAIL else moments).append(moment)
    for answers in walks.values():
        full = sum(counted[id(row)].full for row in answers if id(row) in counted)
        moments.append(Moment(_answered(answers), answers[0].occurred_at, full))
    moments.sort(key=lambda moment: moment.occurred_at, reverse=True)
    return Story(moments[:LONGEST], mails[:LONGEST], max(0, len(moments) - LONGEST))


def _quiz(row: Activity) -> str:
    return "/".join(row.subject.split("/")[:2])


def _answered(rows: Sequence[Activity]) -> str:
    return answered(len({row.subject for row in rows}))
