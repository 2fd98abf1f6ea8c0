"""What we promised a lead: an answer within so many working minutes. Pure; the desk counts down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leads.models import Lead
from leads.pipeline.hours import working_until
from leads.pipeline.rules import DeskRuleFacts

_CLOSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Countdown:
    """`text` like “in 25 min” or “2 h late”."""

    text: str
    is_late: bool
    is_close: bool


def due_at(
    *,
    stage: str,
    band: str,
    band_since: datetime | None,
    call_asked_at: datetime | None,
    touched_at: datetime | None,
    rules: DeskRuleFacts,
) -> datetime | None:
    """Contact by, in UTC; the earliest of what is promised.

    None where nothing is: claiming is off (one person sells), the lead is cold or decided, or
    somebody got in touch after the reason arose.
    """
    if not rules.is_claiming_on or stage not in (Lead.Stage.NEW, Lead.Stage.CLAIMED):
        return None
    reasons = [
        (call_asked_at, rules.call_minutes),
        (band_since, rules.minutes(band=band, is_call=False)),
    ]
    promised = [
        working_until(since, minutes, rules.hours)
        for since, minutes in reasons
        if since is not None and minutes is not None and (touched_at is None or touched_at < since)
    ]
    return min((moment for moment in promised if moment is not None), default=None)


def lapses_at(*, claimed_at: datetime, band: str, is_call: bool, rules: DeskRuleFacts) -> datetime:
    """When a claim without a contact comes back: after twice the promised time, of a cold lead
    twice that of a warm one."""
    minutes = rules.minutes(band=band, is_call=is_call) or rules.warm_minutes
    moment = working_until(claimed_at, 2 * minutes, rules.hours)
    return moment or claimed_at + timedelta(minutes=2 * minutes)


def countdown(due: datetime | None, now: datetime) -> Countdown | None:
    """How long there still is, or how late it is."""
    if due is None:
        return None
    if due < now:
        return Countdown(_("%(time)s late") % {"time": _said(now - due)}, True, False)
    is_close = due - now <= _CLOSE
    return Countdown(_("in %(time)s") % {"time": _said(due - now)}, False, is_close)


def _said(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)d h", "%(count)d h", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
