"""Whose lead this is. A claim is one conditional UPDATE: of many at once exactly one wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from leads.models import Lead
from leads.pipeline.promises import lapses_at
from leads.pipeline.rules import desk_rules
from leads.pipeline.standing import DeskError, called, change_stage, locked_person, store, tell


@dataclass(frozen=True, slots=True)
class Claimed:
    """`owner` is whose lead it is now."""

    is_mine: bool
    owner: User


@transaction.atomic
def claim(*, lead_id: int, by: User, now: datetime) -> Claimed:
    """Takes a lead that nobody has; claiming one's own again changes nothing.

    Raises DeskError where the lead is decided, Lead.DoesNotExist for nobody.
    """
    lead = locked_person(lead_id)
    if lead.stage not in Lead.OPEN_STAGES:
        raise DeskError(_("This lead is decided already. Move it back to claim it."))
    taken = Lead.objects.filter(pk=lead.pk, owner=None).update(owner=by, claimed_at=now)
    if not taken:
        owner = lead.owner
        assert owner is not None
        return Claimed(owner.pk == by.pk, owner)
    begin_claim(lead, by=by, now=now)
    tell(lead, "Claimed by", called(by), key=f"claim:{lead.pk}:{now.timestamp():.6f}", now=now)
    return Claimed(True, by)


@transaction.atomic
def release(*, lead_id: int, by: User, now: datetime) -> bool:
    """Gives one's own lead back to all. False where it was not theirs (any more)."""
    lead = locked_person(lead_id)
    if lead.owner_id != by.pk:
        return False
    end_claim(lead, by=by, now=now)
    tell(lead, "Given back by", called(by), key=f"release:{lead.pk}:{now.timestamp():.6f}", now=now)
    return True


def begin_claim(lead: Lead, *, by: User, now: datetime) -> None:
    """The columns of a claim on a locked lead; where one person sells, it never comes back."""
    rules = desk_rules()
    lead.owner, lead.claimed_at, lead.lapses_at = by, now, None
    if rules.is_claiming_on:
        lead.lapses_at = lapses_at(
            claimed_at=now, band=lead.band, is_call=lead.is_waiting_for_call, rules=rules
        )
    if lead.stage in (Lead.Stage.NEW, Lead.Stage.NURTURE):
        change_stage(lead, Lead.Stage.CLAIMED, by=by, now=now)
        lead.nurture_until = None
    store(lead, CLAIM_COLUMNS, now=now)


def end_claim(lead: Lead, *, by: User | None, now: datetime) -> None:
    """Nobody's again. What was reached with them (contacted, qualified) stays."""
    lead.owner = lead.claimed_at = lead.lapses_at = None
    if lead.stage == Lead.Stage.CLAIMED:
        change_stage(lead, Lead.Stage.NEW, by=by, now=now)
    store(lead, CLAIM_COLUMNS, now=now)


CLAIM_COLUMNS = (
    "owner",
    "claimed_at",
    "lapses_at",
    "stage",
    "stage_changed_at",
    "nurture_until",
)
