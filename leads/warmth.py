"""Warmth, 0 to 100: how ready a person is now, read from the ledger of what they did.

Pure: ledger rows, a moment and a model in, a number with its reasons out. activity stores it for
ordering, the desk shows it. The default points, half-lives and bands are our own; the tuning page
replaces them by a business's own (leads.scoring_models), and every rule takes them as `model`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MODEL = "2026-1"

COLD, WARM, HOT = "cold", "warm", "hot"
WARM_FROM, HOT_FROM, HOT_LEFT_BELOW = 20, 50, 40

POINTS: Mapping[str, int] = {
    "poll": 4,
    "mail_click": 3,
    "address_given": 5,
    "address_confirmed": 5,
    "gift": 8,
    "video_50": 4,
    "video_75": 10,
    "quiz_answer": 1,
    "quiz_finished": 10,
    "offer_seen": 10,
    "offer_pressed": 18,
    "reply": 20,
    "call_asked": 40,
    "not_now": -15,
}
KINDS: Mapping[str, str] = {
    **{key: key for key in POINTS},
    **dict.fromkeys(("address_given", "address_confirmed"), "address"),
    **dict.fromkeys(("video_50", "video_75"), "video"),
    **dict.fromkeys(("quiz_answer", "quiz_finished"), "quiz"),
}
# "Not now" has the longest one: were it shorter, a person would warm up by doing nothing.
HALF_LIFE_DAYS: Mapping[str, int] = {
    **dict.fromkeys(KINDS.values(), 14),
    **dict.fromkeys(("quiz", "video", "not_now"), 21),
    **dict.fromkeys(("offer_seen", "offer_pressed", "reply", "call_asked"), 7),
}


@dataclass(frozen=True, slots=True)
class Model:
    """How interest is counted: `points` by act, `half_lives` in days by kind, and the bands.
    `number` is that of the saved setting, 0 for our own defaults."""

    number: int
    points: Mapping[str, int]
    half_lives: Mapping[str, int]
    warm_from: int
    hot_from: int
    hot_left_below: int

    @property
    def name(self) -> str:
        return f"{MODEL}.{self.number}" if self.number else MODEL


DEFAULT = Model(0, POINTS, HALF_LIFE_DAYS, WARM_FROM, HOT_FROM, HOT_LEFT_BELOW)
_MOST_ANSWERS = 4
_DAY = timedelta(days=1)
MOMENTUM = timedelta(hours=72)


class LedgerRow(Protocol):
    """What warmth and depth read of an act; Activity rows and Acts both are such rows."""

    @property
    def subject(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def points_key(self) -> str: ...
    @property
    def effort(self) -> int: ...
    @property
    def occurred_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One reason: `points` today, `full` on the day. `act` is None for the row of the limit."""

    label: str
    points: int
    full: int
    act: LedgerRow | None

    @property
    def occurred_at(self) -> datetime | None:
        return self.act.occurred_at if self.act else None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The number with its reasons, heaviest first; their points add up to the total exactly."""

    total: int
    rows: tuple[ReceiptRow, ...]
    why_now: str
    model: str = MODEL

    @property
    def reasons(self) -> tuple[ReceiptRow, ...]:
        """The three that speak for calling now."""
        return tuple(row for row in self.rows if row.points > 0 and row.act)[:3]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one subject counts at a moment, in points not yet rounded."""

    value: float
    full: int
    label: str
    act: LedgerRow


def score(ledger: Iterable[LedgerRow], now: datetime, model: Model = DEFAULT) -> Receipt:
    """The warmth at `now`; acts later than `now` do not count yet. Order does not matter."""
    parts = sorted(_parts(ledger, now, model), key=_heaviest)
    shown = _whole(math.fsum(part.value for part in parts))
    total = _limited(shown)
    rows = [
        ReceiptRow(part.label, points, part.full, part.act)
        for part, points in zip(parts, _whole_points(parts, shown), strict=True)
        if points
    ]
    if total != shown:
        limit = _("Counted up to 100") if shown > total else _("Never below 0")
        rows.append(ReceiptRow(limit, total - shown, total - shown, None))
    why = max((part for part in parts if part.value > 0), key=lambda part: part.value, default=None)
    return Receipt(total, tuple(rows), why.label if why else "", model.name)


def band(ledger: Iterable[LedgerRow], now: datetime, model: Model = DEFAULT) -> str:
    """cold, warm or hot. Hot is reached at its limit and left only below a lower one."""
    rows = list(ledger)
    total = _total(rows, now, model)
    if total >= model.hot_from:
        return HOT
    if total >= model.hot_left_below and hot_since(rows, now, model) is not None:
        return HOT
    return WARM if total >= model.warm_from else COLD


def hot_since(
    ledger: Iterable[LedgerRow], now: datetime, model: Model = DEFAULT
) -> datetime | None:
    """When the person became hot, None if they are not: a replay of the ledger, backwards.

    Warmth rises only in the moment of an act, so it is enough to look at those moments: just
    before the act, where it had sunk deepest, and just after.
    """
    rows = [row for row in ledger if row.points_key in POINTS and row.occurred_at <= now]
    since = None
    if _total(rows, now, model) < model.hot_left_below:
        return None
    for moment in sorted({row.occurred_at for row in rows}, reverse=True):
        after = _total(rows, moment, model)
        if after < model.hot_left_below:
            break
        if after >= model.hot_from:
            since = moment
        before = (row for row in rows if row.occurred_at < moment)
        if _total(before, moment, model) < model.hot_left_below:
            break
    return since


def momentum(ledger: Iterable[LedgerRow], now: datetime, model: Model = DEFAULT) -> int:
    """The points of what was done in the last 72 hours alone, 0 to 100."""
    return _total((row for row in ledger if row.occurred_at > now - MOMENTUM), now, model)


def momentum_fades_at(ledger: Iterable[LedgerRow], now: datetime) -> datetime | None:
    """When the next act leaves the 72 hours; None where none is in them."""
    moments = (row.occurred_at + MOMENTUM for row in ledger if row.points_key in POINTS)
    return min((moment for moment in moments if moment > now), default=None)


def spark(
    ledger: Iterable[LedgerRow], now: datetime, days: int = 30, model: Model = DEFAULT
) -> tuple[int, ...]:
    """The warmth at this hour of each of the last days, oldest first, today last."""
    rows = list(ledger)
    return tuple(_total(rows, now - back * _DAY, model) for back in range(days - 1, -1, -1))


def stale_at(ledger: Iterable[LedgerRow], now: datetime, model: Model = DEFAULT) -> datetime | None:
    """The next moment at which the shown number is another one; None when it rests at 0.

    The band follows the number, so nothing that is stored for ordering is older than this.
    """
    sums = _sums_per_kind(ledger, now, model)
    shown = _limited(_whole(math.fsum(sums.values())))
    if not shown:
        return None

    def is_lower(seconds: int) -> bool:
        age = timedelta(seconds=seconds)
        later = math.fsum(value * _decay(kind, age, model) for kind, value in sums.items())
        return _limited(_whole(later)) < shown

    late = 60
    while not is_lower(late):
        late *= 2
    early = late // 2
    while late - early > 60:
        middle = (early + late) // 2
        early, late = (early, middle) if is_lower(middle) else (middle, late)
    # A second more, so that rounding cannot make another computation see the old number.
    return now + timedelta(seconds=late + 1)


def _parts(ledger: Iterable[LedgerRow], now: datetime, model: Model) -> list[_Part]:
    """Every subject's part: within a kind the largest counts in full, the next half, a quarter."""
    parts = []
    for kind, things in _by_kind(ledger, now).items():
        standing = [_counted(kind, rows, now, model) for rows in things.values()]
        for rank, part in enumerate(sorted(standing, key=_heaviest)):
            weighed = part.value * 0.5**rank
            parts.append(_Part(weighed, part.full, part.label, part.act))
    return parts


def _by_kind(
    ledger: Iterable[LedgerRow], now: datetime
) -> Mapping[str, Mapping[str, list[LedgerRow]]]:
    kinds: dict[str, dict[str, list[LedgerRow]]] = defaultdict(lambda: defaultdict(list))
    for row in ledger:
        if row.points_key in POINTS and row.occurred_at <= now:
            kinds[KINDS[row.points_key]][_thing(row)].append(row)
    return kinds


def _thing(row: LedgerRow) -> str:
    """What counts once: a subject; of answers their quiz (subjects are funnel/step/question)."""
    match KINDS[row.points_key]:
        case "quiz":
            return "/".join(row.subject.split("/")[:2])
        case "address":
            return f"{row.points_key} {row.subject}"
        case _:
            return row.subject


def _counted(kind: str, rows: Sequence[LedgerRow], now: datetime, model: Model) -> _Part:
    """Of one subject the highest level; of a quiz its finish, or else up to four answers.

    "Highest" is measured after decay, so that no further act can ever take points away.
    """
    answers: dict[str, _Part] = {}
    whole: list[_Part] = []
    for row in rows:
        full = model.points[row.points_key]
        part = _Part(full * _decay(kind, now - row.occurred_at, model), full, row.label, row)
        if row.points_key != "quiz_answer":
            whole.append(part)
        elif row.subject not in answers or _heaviest(part) < _heaviest(answers[row.subject]):
            answers[row.subject] = part
    if answers:
        best = sorted(answers.values(), key=_heaviest)[:_MOST_ANSWERS]
        label = answered(len(answers))
        full = sum(part.full for part in best)
        whole.append(_Part(math.fsum(part.value for part in best), full, label, best[0].act))
    return min(whole, key=_heaviest)


def answered(count: int) -> str:
    """The answers of one walk through a quiz as one line."""
    return ngettext("Answered %(count)d question", "Answered %(count)d questions", count) % {
        "count": count
    }


def _heaviest(part: _Part) -> tuple[float, datetime, str]:
    return (-abs(part.value), part.act.occurred_at, part.label)


def _decay(kind: str, age: timedelta, model: Model) -> float:
    return float(0.5 ** (age / _DAY / model.half_lives[kind]))


def _sums_per_kind(ledger: Iterable[LedgerRow], now: datetime, model: Model) -> dict[str, float]:
    sums: dict[str, list[float]] = defaultdict(list)
    for part in _parts(ledger, now, model):
        sums[KINDS[part.act.points_key]].append(part.value)
    return {kind: math.fsum(values) for kind, values in sums.items()}


def _total(ledger: Iterable[LedgerRow], now: datetime, model: Model) -> int:
    return _limited(_whole(math.fsum(part.value for part in _parts(ledger, now, model))))


def _whole(value: float) -> int:
    return math.floor(value + 0.5)


def _limited(points: int) -> int:
    return max(0, min(100, points))


def _whole_points(parts: Sequence[_Part], total: int) -> list[int]:
    """Whole numbers near the parts that add up to `total` (largest remainders round up)."""
    floors = [math.floor(part.value) for part in parts]
    remainders = [part.value - floor for part, floor in zip(parts, floors, strict=True)]
    order = sorted(range(len(parts)), key=lambda index: (-remainders[index], index))
    for index in order[: total - sum(floors)]:
        floors[index] += 1
    return floors
