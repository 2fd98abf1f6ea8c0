"""What another setting would have made of the same people: a replay of the ledger, storing nothing.

Also what came of each band: how many of its leads were won, with the uncertainty of so few.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from leads import warmth
from leads.activity import ledgers_of, visits_of
from leads.fit import fit
from leads.models import Lead
from leads.scoring_models import Scoring
from leads.warmth import LedgerRow, Model

WINDOW = timedelta(days=30)
MOST_LEADS = 1_000
# Below so many decided leads a rate says nothing yet.
FEWEST_OUTCOMES = 20
_LOOKS_BACK = timedelta(days=365)
# The normal quantile of a two-sided interval of 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Counted:
    """Leads that were hot, or at least warm, at some moment of the 30 days; and their grades."""

    hot: int
    warm: int
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Replay:
    """`leads` were looked at; `is_part`: the latest ones, for there are more."""

    before: Counted
    after: Counted
    leads: int
    is_part: bool


@dataclass(frozen=True, slots=True)
class WinRate:
    """Of `decided` leads `won`; the interval in whole percent, by Wilson (1927), 95 %."""

    band: str
    won: int
    decided: int
    least: int = 0
    most: int = 100

    @property
    def is_measured(self) -> bool:
        return self.decided >= FEWEST_OUTCOMES


def replay(*, before: Scoring, after: Scoring, now: datetime) -> Replay:
    """Over people who did something in the last 30 days. Reads only, at most 1,000 people."""
    ids = list(
        Lead.objects.people()
        .filter(last_act_at__gt=now - WINDOW)
        .order_by("-last_act_at", "-pk")
        .values_list("pk", flat=True)[: MOST_LEADS + 1]
    )
    is_part, ids = len(ids) > MOST_LEADS, ids[:MOST_LEADS]
    ledgers = ledgers_of(ids)
    first, then = (_counted(ids, ledgers, scoring, now) for scoring in (before, after))
    return Replay(first, then, len(ids), is_part)


def highest(ledger: Sequence[LedgerRow], model: Model, *, since: datetime, until: datetime) -> str:
    """The best band of these days: at their begin, and after each act, for only acts warm up."""
    rows = [row for row in ledger if row.points_key in model.points and row.occurred_at <= until]
    moments = {since, *(row.occurred_at for row in rows if row.occurred_at > since)}
    bands = {warmth.band(rows, moment, model) for moment in moments}
    return next((band for band in (warmth.HOT, warmth.WARM) if band in bands), warmth.COLD)


def win_rates(*, model: Model, now: datetime) -> list[WinRate]:
    """Of leads decided in the last year by the best band they ever had: hot, warm, cold."""
    stages = (Lead.Stage.WON, Lead.Stage.LOST, Lead.Stage.DISQUALIFIED)
    rows = list(
        Lead.objects.people()
        .filter(stage__in=stages, stage_changed_at__gt=now - _LOOKS_BACK)
        .order_by("-stage_changed_at")[:MOST_LEADS]
    )
    ledgers = ledgers_of([row.pk for row in rows])
    won: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for row in rows:
        ledger = ledgers.get(row.pk, [])
        band = highest(ledger, model, since=row.created_at, until=row.stage_changed_at)
        decided[band] += 1
        won[band] += row.stage == Lead.Stage.WON
    return [
        WinRate(band, won[band], decided[band], *wilson(won[band], decided[band]))
        for band in (warmth.HOT, warmth.WARM, warmth.COLD)
    ]


def wilson(hits: int, of: int) -> tuple[int, int]:
    """The score interval in whole percent, rounded outwards; (0, 100) of nothing."""
    if not of:
        return 0, 100
    share, extra = hits / of, _Z**2 / of
    middle = share + extra / 2
    reach = _Z * math.sqrt(share * (1 - share) / of + extra / (4 * of))
    low, high = (middle - reach) / (1 + extra), (middle + reach) / (1 + extra)
    return max(0, math.floor(low * 100 + 1e-9)), min(100, math.ceil(high * 100 - 1e-9))


def _counted(
    ids: Sequence[int],
    ledgers: Mapping[int, Sequence[LedgerRow]],
    scoring: Scoring,
    now: datetime,
) -> Counted:
    bands = Counter(
        highest(ledgers.get(pk, []), scoring.model, since=now - WINDOW, until=now) for pk in ids
    )
    visits = visits_of(ids, scoring)
    grades = Counter(fit(scoring.fit_rules, visits.get(pk, [])).grade for pk in ids)
    return Counted(bands[warmth.HOT], bands[warmth.HOT] + bands[warmth.WARM], dict(grades))
