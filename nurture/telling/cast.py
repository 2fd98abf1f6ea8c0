"""Who and what stands on the stage of a dry run: the person, their series, what happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from leads import warmth
from leads.scoring_models import current
from nurture.models import Enrollment
from nurture.planning.versions import SeriesContent
from quizzes.conditions import Facts


@dataclass
class Open:
    """A mail that is planned and not out yet."""

    number: int
    key: str
    due_at: datetime
    expires_at: datetime | None = None


@dataclass
class Place:
    """One series of the person. `waits_for`: what somebody has to do before its next mail, ''
    for nothing; `blocked`: the same once that mail is due;
    `ledger`: where a condition asks for the interest of the moment."""

    number: int
    content: SeriesContent
    zone: str
    facts: Facts
    position: int
    anchor: datetime
    due_at: datetime | None
    written: set[str]
    priority: int
    funnel_id: int = 0
    way_out: Enrollment.Exit | None = None
    waits_for: str = ""
    blocked: str = ""
    stopped_mails: frozenset[str] = frozenset()
    paused_mails: frozenset[str] = frozenset()
    waiting_since: datetime | None = None
    open: Open | None = None
    is_slowed: bool = False
    ledger: Sequence[warmth.LedgerRow] | None = None
    exit: Enrollment.Exit | None = None
    is_over: bool = False

    def facts_at(self, now: datetime) -> Facts:
        """Interest fades while the clock runs; the rest stands as it was left."""
        if self.ledger is None:
            return self.facts
        return replace(self.facts, warmth=warmth.score(self.ledger, now, current().model).total)

    @property
    def is_marketing(self) -> bool:
        return self.content.sequence.purpose == "marketing"


@dataclass
class Person:
    """`sent`: when mails of series were handed over to them. `stop_until`: a stop that ends by
    itself, and its reason. `full_until`: when the mails of a day for everybody have room again, by
    what has gone out; `is_throttled`: their mail provider gets so many a minute and no more."""

    cap_day: int
    cap_week: int
    rests: timedelta
    sent: list[datetime] = field(default_factory=list)
    is_claimed: bool = False
    replied_at: datetime | None = None
    paused_until: datetime | None = None
    gets_fewer: bool = False
    stop_until: datetime | None = None
    stop_reason: str = ""
    full_until: datetime | None = None
    has_daily_limit: bool = False
    is_throttled: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on the stage. `kind`: sent, held, left_out, waits, ended, finished, blocked;
    `until` is when a hold ends or a wait gives up."""

    at: datetime
    kind: str
    place: int
    key: str = ""
    reason: str = ""
    until: datetime | None = None
