"""A contact and what came of it, in one tap: it claims, sets the stage and the next date.

The form's own key makes the same press twice one contact. What a contact changed is kept with it,
so that a slip can be taken back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from leads.models import Lead, Touch
from leads.pipeline.hours import next_opening
from leads.pipeline.rules import desk_rules
from leads.pipeline.standing import DeskError, called, change_stage, locked_person, store, tell

Outcome = Touch.Outcome
_FARTHEST = timedelta(days=366)
# What a contact may change of a lead, kept as plain values to take it back.
_COLUMNS = (
    "owner_id",
    "stage",
    "stage_changed_at",
    "claimed_at",
    "lapses_at",
    "touched_at",
    "follow_up_at",
    "nurture_until",
    "phone_is_wrong",
)
_MOMENTS = tuple(name for name in _COLUMNS if name.endswith(("_at", "_until")))


@transaction.atomic
def log_touch(
    *,
    lead_id: int,
    by: User,
    outcome: str,
    key: str,
    now: datetime,
    channel: str = Touch.Channel.PHONE,
    note: str = "",
    call_back_at: datetime | None = None,
) -> Touch:
    """One contact. Reached: contacted, nothing more to do. No answer: again at the next opening.
    Wrong number: the phone is marked. Call back: at `call_back_at`, within a year.

    The first contact claims a lead that nobody has; a colleague's stays theirs. Idempotent by
    `key`. Raises DeskError, Lead.DoesNotExist.
    """
    lead = locked_person(lead_id)
    known = Touch.objects.filter(key=key).first()
    if known is not None:
        return known
    _check(lead, outcome, call_back_at, now)
    before = _values(lead)
    _apply(lead, by=by, outcome=outcome, call_back_at=call_back_at, now=now)
    touch = Touch.objects.create(
        lead=lead,
        by=by,
        outcome=outcome,
        channel=channel,
        note=note,
        key=key,
        before={"was": before, "became": _values(lead)},
        created_at=now,
    )
    store(lead, _COLUMNS, now=now)
    tell(lead, _HEADS[Outcome(outcome)], _line(by, note), key=f"touch:{touch.pk}", now=now)
    return touch


@transaction.atomic
def take_back(*, touch_id: int, by: User, now: datetime) -> Touch:
    """As if this contact had not been logged; its line stays, with one that says so. Idempotent.

    Raises DeskError where the lead was changed since, for then nobody knows what to go back to.
    """
    lead = locked_person(Touch.objects.get(pk=touch_id).lead_id)
    touch = Touch.objects.select_for_update(of=("self",)).get(pk=touch_id)
    if touch.taken_back_at is not None:
        return touch
    if _values(lead) != touch.before["became"]:
        raise DeskError(_("Somebody changed this lead since. Please set it right by hand."))
    was = touch.before["was"]
    for name in _COLUMNS:
        value = was[name]
        setattr(lead, name, parse_datetime(value) if name in _MOMENTS and value else value)
    store(lead, _COLUMNS, now=now)
    touch.taken_back_at = now
    touch.save(update_fields=["taken_back_at"])
    tell(lead, "Taken back by", called(by), key=f"touch-back:{touch.pk}", now=now)
    return touch


def _check(lead: Lead, outcome: str, call_back_at: datetime | None, now: datetime) -> None:
    if outcome not in Outcome.values:
        raise DeskError(_("Please say what came of it."))
    if lead.stage not in Lead.OPEN_STAGES:
        raise DeskError(_("This lead is decided already. Move it back first."))
    if outcome != Outcome.CALL_BACK:
        return
    if call_back_at is None or call_back_at <= now:
        raise DeskError(_("Please choose a time that is still to come."))
    if call_back_at > now + _FARTHEST:
        raise DeskError(_("Please choose a time within a year."))


def _apply(
    lead: Lead, *, by: User, outcome: str, call_back_at: datetime | None, now: datetime
) -> None:
    if lead.owner_id is None:
        lead.owner_id, lead.claimed_at = by.pk, now
    # Somebody got in touch: the claim stays.
    lead.lapses_at, lead.touched_at, lead.nurture_until = None, now, None
    lead.follow_up_at = None
    if lead.stage in (Lead.Stage.NEW, Lead.Stage.NURTURE):
        change_stage(lead, Lead.Stage.CLAIMED, by=by, now=now)
    match outcome:
        case Outcome.REACHED:
            if lead.stage == Lead.Stage.CLAIMED:
                change_stage(lead, Lead.Stage.CONTACTED, by=by, now=now)
        case Outcome.NO_ANSWER:
            lead.follow_up_at = next_opening(now, desk_rules().hours) or now + timedelta(days=1)
        case Outcome.WRONG_NUMBER:
            lead.phone_is_wrong = True
        case Outcome.CALL_BACK:
            lead.follow_up_at = call_back_at


def _values(lead: Lead) -> dict[str, object]:
    values = {name: getattr(lead, name) for name in _COLUMNS}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _line(by: User, note: str) -> str:
    return f"{called(by)}: {note}" if note else called(by)


_HEADS = {
    Outcome.REACHED: "Reached by",
    Outcome.NO_ANSWER: "No answer, tried by",
    Outcome.WRONG_NUMBER: "Wrong number, tried by",
    Outcome.CALL_BACK: "Call back agreed with",
}
