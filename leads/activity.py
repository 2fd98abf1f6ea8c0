"""The ledger of acts, and the numbers stored beside a lead for ordering.

The roof records what a visitor did in the visitor's own transaction, nurture what a mail led to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from leads import queueing, warmth
from leads.business import business
from leads.depth import depth
from leads.fit import fit
from leads.happenings import tell_of_acts
from leads.models import Activity, Lead, LeadQuerySet, ScoringModel, VisitFacts
from leads.pipeline import promises
from leads.pipeline.rules import desk_rules
from leads.scoring_models import Scoring, current

# What we did is on the timeline, too, but is no act of the person's.
_OURS = (Activity.Kind.MAIL, Activity.Kind.DESK)
_LABEL_LENGTH = 300
_STORED = [
    "warmth",
    "momentum",
    "band",
    "band_since",
    "stale_at",
    "fit",
    "depth",
    "last_act_at",
    "call_asked_at",
    "due_at",
    "queue_rank",
    "queue_at",
]
Numbers = dict[str, int | str | datetime | None]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done, `source_key` naming it for ever: the same act twice is stored once.

    `subject` is what counts once: funnel/step, of an answer funnel/step/question. `points_key`
    is a row of warmth.POINTS, `effort` what the yes cost, `level` percent of a video.
    """

    kind: str
    subject: str
    label: str
    occurred_at: datetime
    source_key: str
    points_key: str = ""
    level: int = 0
    effort: int = 0
    visit_id: int | None = None


@transaction.atomic(savepoint=False)
def record_acts(*, lead: Lead, acts: Sequence[Act], now: datetime) -> None:
    """Add the acts, then store the person's numbers anew. Idempotent; three queries, one where all
    is ours: what we did moves no number; one more where something is news.

    Two requests of one person at the same moment may store numbers that miss the other's act;
    refresh_stale() sets them right within minutes, and screens compute from the ledger anyway.
    """
    if not acts:
        return
    Activity.objects.bulk_create([_row(lead.pk, act) for act in acts], ignore_conflicts=True)
    if not any(_counts(act) for act in acts):
        return
    person_id = lead.merged_into_id or lead.pk
    ledger = list(Activity.objects.of_people([person_id]))
    person = lead if person_id == lead.pk else Lead.objects.get(pk=person_id)
    scoring = current()
    band_before, numbers = (
        person.band,
        _numbers(person, ledger, now, scoring, visits_of([person_id], scoring).get(person_id, [])),
    )
    Lead.objects.filter(pk=person_id).update(**numbers)
    is_hot = numbers["band"] == Lead.Band.HOT
    tell_of_acts(
        person=person,
        acts=acts,
        band_before=band_before,
        hot_since=warmth.hot_since(ledger, now, scoring.model) if is_hot else None,
        now=now,
    )
    if person_id == lead.pk:
        for column, value in numbers.items():
            setattr(lead, column, value)


@transaction.atomic
def refresh_stale(*, now: datetime, limit: int) -> int:
    """Store the numbers of up to `limit` leads whose warmth has faded since; says how many."""
    rows = Lead.objects.people().stale(now).order_by("stale_at")
    return len(_stored(rows, now, limit))


@transaction.atomic
def count_anew(*, now: datetime, limit: int) -> int:
    """After a new setting: store the numbers of the next `limit` leads by it; says how many.

    The setting remembers how far it is, so a worker that dies loses nothing.
    """
    newest = ScoringModel.objects.select_for_update(skip_locked=True).order_by("-number").first()
    if newest is None or newest.is_counted:
        return 0
    rows = Lead.objects.people().filter(pk__gt=newest.counted_up_to).order_by("pk")
    leads = _stored(rows, now, limit, is_waiting=True)
    newest.counted_up_to = leads[-1].pk if leads else newest.counted_up_to
    newest.is_counted = len(leads) < limit
    newest.save(update_fields=["counted_up_to", "is_counted"])
    return len(leads)


def _stored(
    rows: LeadQuerySet, now: datetime, limit: int, *, is_waiting: bool = False
) -> list[Lead]:
    """Somebody else's lead is passed over, unless it is waited for."""
    leads = list(rows.select_for_update(skip_locked=not is_waiting)[:limit])
    ids, scoring = [lead.pk for lead in leads], current()
    ledgers, visits = ledgers_of(ids), visits_of(ids, scoring)
    for lead in leads:
        theirs = visits.get(lead.pk, [])
        numbers = _numbers(lead, ledgers.get(lead.pk, []), now, scoring, theirs)
        for column, value in numbers.items():
            setattr(lead, column, value)
    Lead.objects.bulk_update(leads, _STORED)
    return leads


@transaction.atomic
def refresh_numbers(*, lead_ids: Sequence[int], now: datetime) -> None:
    """Store the numbers of these rows anew from what they and their ledgers hold now.

    Whoever changes a stage, a claim, a follow-up or who belongs together calls it last.
    """
    scoring = current()
    ledgers, visits = ledgers_of(lead_ids), visits_of(lead_ids, scoring)
    for lead in Lead.objects.filter(pk__in=lead_ids):
        theirs = visits.get(lead.pk, [])
        numbers = _numbers(lead, ledgers.get(lead.pk, []), now, scoring, theirs)
        Lead.objects.filter(pk=lead.pk).update(**numbers)


def visits_of(lead_ids: Sequence[int], scoring: Scoring) -> dict[int, list[VisitFacts]]:
    """What everybody told, those of merged rows under their root; nothing is read where no answer
    is weighed."""
    found: dict[int, list[VisitFacts]] = defaultdict(list)
    if scoring.fit_rules:
        own = VisitFacts.objects.filter(lead__in=lead_ids)
        merged = VisitFacts.objects.filter(lead__merged_into__in=lead_ids)
        for row in (*own.select_related("lead"), *merged.select_related("lead")):
            found[row.lead.merged_into_id or row.lead_id].append(row)
    return dict(found)


def ledgers_of(lead_ids: Sequence[int]) -> dict[int, list[Activity]]:
    """Everybody's acts, newest first, in two queries; those of merged rows under their root."""
    merged = Lead.objects.filter(merged_into__in=lead_ids)
    roots = {lead.pk: lead.merged_into_id for lead in merged.only("merged_into")}
    ledgers: dict[int, list[Activity]] = defaultdict(list)
    for row in Activity.objects.of_people(lead_ids):
        ledgers[roots.get(row.lead_id) or row.lead_id].append(row)
    return dict(ledgers)


def _counts(act: Act) -> bool:
    return act.kind not in _OURS or bool(act.points_key or act.effort)


def _row(lead_id: int, act: Act) -> Activity:
    columns = asdict(act) | {"label": act.label[:_LABEL_LENGTH]}
    return Activity(lead_id=lead_id, **columns)


def _numbers(
    lead: Lead,
    ledger: Sequence[Activity],
    now: datetime,
    scoring: Scoring,
    visits: Sequence[VisitFacts],
) -> Numbers:
    """Every stored number of `lead`, a root, from its whole ledger and what the desk wrote."""
    theirs = [row.occurred_at for row in ledger if row.kind not in _OURS]
    calls = [row.occurred_at for row in ledger if row.points_key == "call_asked"]
    model = scoring.model
    band = warmth.band(ledger, now, model)
    since = _band_since(lead, band, ledger, now, model)
    momentum = warmth.momentum(ledger, now, model)
    last_act_at, call_asked_at = max(theirs, default=lead.created_at), max(calls, default=None)
    due_at = promises.due_at(
        stage=lead.stage,
        band=band,
        band_since=since,
        call_asked_at=call_asked_at,
        touched_at=lead.touched_at,
        rules=desk_rules(),
    )
    standing = queueing.Standing(
        stage=lead.stage,
        band=band,
        momentum=momentum,
        band_since=since,
        due_at=due_at,
        call_asked_at=call_asked_at,
        touched_at=lead.touched_at,
        follow_up_at=lead.follow_up_at,
        nurture_until=lead.nurture_until,
        last_act_at=last_act_at,
    )
    place = queueing.place(standing, now, business().zone)
    changes = (
        warmth.stale_at(ledger, now, model),
        warmth.momentum_fades_at(ledger, now),
        place.changes_at,
    )
    return {
        "warmth": warmth.score(ledger, now, model).total,
        "fit": fit(scoring.fit_rules, visits).grade,
        "momentum": momentum,
        "band": band,
        "band_since": since,
        "stale_at": min((moment for moment in changes if moment is not None), default=None),
        "depth": depth(ledger),
        "last_act_at": last_act_at,
        "call_asked_at": call_asked_at,
        "due_at": due_at,
        "queue_rank": place.rank,
        "queue_at": place.at,
    }


def _band_since(
    lead: Lead, band: str, ledger: Sequence[Activity], now: datetime, model: warmth.Model
) -> datetime | None:
    """Hot: from the ledger. Warm: since the act that was last when it was first seen so."""
    if band == warmth.COLD:
        return None
    if band == warmth.HOT:
        return warmth.hot_since(ledger, now, model)
    if lead.band == band and lead.band_since is not None:
        return lead.band_since
    done = [row.occurred_at for row in ledger if row.points_key and row.occurred_at <= now]
    return max(done, default=None)
