"""The lines of the desk's list: what one sees of a person before opening them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from leads import warmth
from leads.activity import ledgers_of
from leads.models import Activity, EmailAddress, Lead, VisitFacts
from leads.pipeline.promises import Countdown, countdown
from leads.said import SaidResult, result_said
from leads.scoring_models import current
from leads.visibility import may_open


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line. `total`, `band` and `momentum` are computed from the ledger, now.

    `result` is that of the newest visit that had one, `promise` how long there is to answer,
    `owner` a name or ''. Of `is_taken` ones somebody else took care a moment ago.
    """

    pk: int
    rank: int
    title: str
    total: int
    band: str
    momentum: int
    why_now: str
    result: SaidResult
    promise: Countdown | None
    owner: str
    is_mine: bool
    is_taken: bool
    is_waiting_for_call: bool
    last_act_at: datetime


def desk_rows(leads: Sequence[Lead], by: User, now: datetime) -> list[DeskRow]:
    """Of leads with owner and addresses at hand. Three queries."""
    ids = [lead.pk for lead in leads]
    ledgers, results, model = ledgers_of(ids), _results_of(ids), current().model
    return [
        _row(lead, ledgers.get(lead.pk, []), results.get(lead.pk, SaidResult()), by, now, model)
        for lead in leads
    ]


def shown_name(lead: Lead, addresses: Sequence[EmailAddress]) -> str:
    """The name, else the address, else the phone: never masked, sales needs it."""
    address = addresses[0].address if addresses else ""
    return lead.name or address or lead.phone or _("No name yet")


def _results_of(lead_ids: Sequence[int]) -> dict[int, SaidResult]:
    """By person; what merged rows were told belongs to their root. One query."""
    found: dict[int, SaidResult] = {}
    people = Lead.objects.filter(Q(pk__in=lead_ids) | Q(merged_into__in=lead_ids)).order_by()
    facts_of = VisitFacts.objects.filter(lead__in=people)
    rows = facts_of.select_related("lead").defer("answers", "topics")
    for facts in rows:
        result = result_said(facts)
        if result:
            found.setdefault(facts.lead.merged_into_id or facts.lead_id, result)
    return found


def _row(
    lead: Lead,
    ledger: Sequence[Activity],
    result: SaidResult,
    by: User,
    now: datetime,
    model: warmth.Model,
) -> DeskRow:
    receipt = warmth.score(ledger, now, model)
    owner = lead.owner
    return DeskRow(
        pk=lead.pk,
        rank=lead.queue_rank,
        title=shown_name(lead, sorted(lead.addresses.all(), key=lambda each: each.pk)),
        total=receipt.total,
        band=warmth.band(ledger, now, model),
        momentum=warmth.momentum(ledger, now, model),
        why_now=receipt.why_now,
        result=result,
        promise=countdown(lead.due_at, now),
        owner=(owner.get_short_name() or owner.get_username()) if owner else "",
        is_mine=lead.owner_id == by.pk,
        is_taken=not may_open(by, lead),
        is_waiting_for_call=lead.is_waiting_for_call,
        last_act_at=lead.last_act_at,
    )
