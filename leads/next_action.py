"""What to do next with a lead, by rules a salesperson can see. Pure; the first that holds wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from leads.models import Lead


@dataclass(frozen=True, slots=True)
class Reach:
    """Which ways to this person are open."""

    may_contact: bool
    has_phone: bool
    may_mail: bool


@dataclass(frozen=True, slots=True)
class NextAction:
    """`title` says what to do, `why` the rule that said so."""

    title: str
    why: str


def next_action(lead: Lead, band: str, reach: Reach, now: datetime) -> NextAction:
    """For a lead as it stands; `band` is computed now, from the ledger."""
    if not reach.may_contact:
        return NextAction(_("Leave them be"), _("They do not want to be contacted."))
    if lead.stage not in Lead.OPEN_STAGES:
        return NextAction(_("Nothing to do"), _("This lead is decided."))
    if _waits_for_call(lead):
        return _call_or_write(reach, _("They asked for a call."))
    if lead.follow_up_at is not None:
        if lead.follow_up_at > now:
            return NextAction(_("Wait until it is time"), _("You agreed on a time."))
        return _call_or_write(reach, _("You agreed to get in touch by now."))
    if lead.touched_at is not None and lead.last_act_at <= lead.touched_at:
        return NextAction(_("Wait for a sign"), _("Nothing new since you were in touch."))
    if band == Lead.Band.HOT:
        return _call_or_write(reach, _("They are hot, and that fades within days."))
    if band == Lead.Band.WARM:
        return _write_or_wait(reach, _("They are warm: one small question keeps it going."))
    return NextAction(_("Leave it to the mails"), _("They are not warm yet."))


def _waits_for_call(lead: Lead) -> bool:
    return lead.call_asked_at is not None and (
        lead.touched_at is None or lead.touched_at < lead.call_asked_at
    )


def _call_or_write(reach: Reach, why: str) -> NextAction:
    if reach.has_phone:
        return NextAction(_("Call them"), why)
    return _write_or_wait(reach, why)


def _write_or_wait(reach: Reach, why: str) -> NextAction:
    if reach.may_mail:
        return NextAction(_("Write to them"), why)
    return NextAction(_("Wait for a sign"), _("There is no way to reach them yet."))
