"""What keeps back a mail that is due right now, where nothing is written at the mail itself.

A stop for everything, of the server or of a mail provider, and a limit that is reached, hold
thousands of mails at once; the ledger reads what stands instead of a row being written for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nurture.models import Delivery, MailStop
from nurture.providers import provider_group
from nurture.rules import rules
from nurture.sending.guards import is_series, stops_of
from nurture.sending.stopping import held_by, standing_stops
from nurture.sending.throttling import limits


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is when both the mail was due and this stood; `until` is None where nobody knows."""

    reason: str
    since: datetime
    until: datetime | None = None


def standing_over(
    rows: Sequence[Delivery], *, people: Sequence[int], now: datetime
) -> dict[int, Standing]:
    """By delivery what holds it now. `rows` with address and enrollment__sequence read before.

    No query where none of them is planned; else one, and as many again as there are limits.
    """
    planned = [row for row in rows if row.state == Delivery.State.SCHEDULED]
    if not planned:
        return {}
    scopes = {row.pk: stops_of(row, people) for row in planned}
    stops = standing_stops({each for mine in scopes.values() for each in mine}, now)
    found = {}
    for row in planned:
        standing = _stopped(row, scopes[row.pk], stops) or _full(row, now)
        if standing is not None:
            found[row.pk] = standing
    return found


def _stopped(
    row: Delivery, scopes: Sequence[str], stops: Mapping[str, MailStop]
) -> Standing | None:
    """The widest stop that still stands when the mail is due."""
    for scope in scopes:
        stop = stops.get(scope)
        if stop is None or stop.kind == MailStop.Kind.STOPPED:
            continue
        if stop.until is None or stop.until > row.due_at:
            return Standing(held_by(stop), max(stop.created_at, row.due_at), stop.until)
    return None


def _full(row: Delivery, now: datetime) -> Standing | None:
    """A limit over the mails of everybody that is reached; only what is due waits for it."""
    if row.due_at > now or not is_series(row) or row.enrollment is None:
        return None
    group = row.provider_group or provider_group(row.address.normalised)
    for limit in limits(
        provider_group=group, sequence=row.enrollment.sequence, row=rules(), now=now
    ):
        newest = limit.sent.order_by("-handed_over_at")
        if limit.most <= 0 or newest[limit.most - 1 : limit.most].exists():
            return Standing(limit.reason, row.due_at)
    return None
