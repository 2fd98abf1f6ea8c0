"""Whether a series or a mail is being sent, and pausing it at once: no draft, no publishing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Model

from nurture.models import Enrollment, MailStop, Message, Sequence
from nurture.sending.stopping import mail_scope, pause, resume, series_scope, standing_stops, stop

Wish = Literal["pause", "resume", "stop"]


@dataclass(frozen=True, slots=True)
class Sending:
    """`kind` is why it stands still, '' where it runs; `people` are on the series now."""

    is_mail: bool
    kind: str
    by: str
    since: datetime | None
    people: int
    is_slowed: bool

    @property
    def is_stopped(self) -> bool:
        """Left out for everybody, not only waiting."""
        return self.kind == MailStop.Kind.STOPPED


def sending_of(row: Model, *, now: datetime) -> Sending | None:
    """None for what is neither a series nor a mail."""
    scope = _scope(row)
    series = row.sequence if isinstance(row, Message) else row
    if scope is None or not isinstance(series, Sequence):
        return None
    found = standing_stops([scope], now).get(scope)
    people = Enrollment.objects.filter(
        sequence=series, state=Enrollment.State.ACTIVE, lead__is_test=False
    )
    return Sending(
        is_mail=isinstance(row, Message),
        kind=found.kind if found else "",
        by=found.reason if found and found.kind == MailStop.Kind.STAFF else "",
        since=found.created_at if found and found.pk else None,
        people=people.count(),
        is_slowed=series.slowed_at is not None,
    )


def act_on(row: Model, wish: Wish, *, by: str, now: datetime) -> None:
    """Idempotent; nothing for what cannot be sent."""
    scope = _scope(row)
    if scope is None:
        return
    if wish == "resume":
        resume(scope=scope, now=now)
    elif wish == "stop":
        stop(scope=scope, by=by, now=now)
    else:
        pause(scope=scope, by=by, now=now)


def _scope(row: Model) -> str | None:
    match row:
        case Sequence():
            return series_scope(row.pk)
        case Message():
            return mail_scope(row.sequence_id, row.key)
    return None
