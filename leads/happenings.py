"""What happened that somebody wants to hear of, written in the transaction of the act itself.

Alerts to staff and posts to other systems are made of these rows later, in the worker.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from leads.models import Happening, Lead

Kind = Happening.Kind
_OF_ACTS = {
    "address_confirmed": Kind.CONFIRMED,
    "quiz_finished": Kind.QUIZ_FINISHED,
    "gift": Kind.GIFT_TAKEN,
    "offer_pressed": Kind.OFFER_PRESSED,
    "call_asked": Kind.CALL_ASKED,
}
# Somebody written down longer ago is no news, whatever they do first here.
_NEW_WITHIN = timedelta(days=1)
_KEPT = timedelta(days=90)


class DoneAct(Protocol):
    """What is read of an act; leads.activity.Act is one."""

    @property
    def label(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def source_key(self) -> str: ...
    @property
    def points_key(self) -> str: ...
    @property
    def visit_id(self) -> int | None: ...


def tell_of_acts(
    *,
    person: Lead,
    acts: Iterable[DoneAct],
    band_before: str,
    hot_since: datetime | None,
    now: datetime,
) -> None:
    """News of these acts and of turning hot. One INSERT, none where there is no news; the same act
    twice is told once. Test people and forgotten ones are no news."""
    if person.is_test or person.erased_at is not None:
        return
    acts = list(acts)
    rows = [_of_act(person.pk, act) for act in acts if act.points_key in _OF_ACTS]
    if acts and person.created_at > now - _NEW_WITHIN:
        rows.append(_new(person.pk, acts[0], now))
    if hot_since is not None and band_before != Lead.Band.HOT:
        key = f"hot:{person.pk}:{hot_since.isoformat()}"
        rows.append(
            Happening(kind=Kind.HOT, lead_id=person.pk, source_key=key, occurred_at=hot_since)
        )
    Happening.objects.bulk_create(rows, ignore_conflicts=True)


def happen(
    *,
    kind: Happening.Kind,
    lead_id: int,
    source_key: str,
    now: datetime,
    details: dict[str, object] | None = None,
) -> None:
    """One piece of news in the caller's transaction; the same `source_key` twice is told once."""
    row = Happening(
        kind=kind, lead_id=lead_id, source_key=source_key, occurred_at=now, details=details or {}
    )
    Happening.objects.bulk_create([row], ignore_conflicts=True)


def forget_old(*, now: datetime) -> int:
    """News older than 90 days goes, with what was made of it. How many rows in all."""
    return Happening.objects.filter(occurred_at__lt=now - _KEPT).delete()[0]


def _of_act(person_id: int, act: DoneAct) -> Happening:
    return Happening(
        kind=_OF_ACTS[act.points_key],
        lead_id=person_id,
        visit_id=act.visit_id,
        details={"what": act.label},
        source_key=f"act:{act.source_key}"[:200],
        occurred_at=act.occurred_at,
    )


def _new(person_id: int, act: DoneAct, now: datetime) -> Happening:
    return Happening(
        kind=Kind.NEW_LEAD,
        lead_id=person_id,
        visit_id=act.visit_id,
        source_key=f"new:{person_id}",
        occurred_at=now,
    )
