"""Puts a real person on the stage of a dry run: reads what planning and the hand-over read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from leads.models import Activity, EmailAddress, Lead
from leads.permission import may_email
from nurture.models import Delivery, Enrollment, MailStop, SequenceVersion
from nurture.people import same_person
from nurture.planning.facts import facts_of
from nurture.planning.following import follow_due
from nurture.planning.gathering import Gathered, gather
from nurture.planning.versions import content_of
from nurture.planning.zones import zone_of
from nurture.providers import provider_group
from nurture.rules import rules
from nurture.sending.guards import CAP_WEEK, TALKING, resting_replies
from nurture.sending.stopping import ALL, SERVER, group_scope, held_by, lead_scope, mail_scope
from nurture.sending.throttling import full_until, group_of, limit_of
from nurture.telling.cast import Open, Person, Place
from nurture.telling.stage import Stage


def put_on_stage(lead: Lead, *, now: datetime) -> Stage:
    """The person as they are now, with every series they are on. About fifteen queries."""
    people = same_person(lead.pk)
    rows = _running(people)
    opened = {row.enrollment_id: row for row in _open_mails(rows)}
    follow_due([row for row in rows if row.pk not in opened], now=now, pace=None)
    gathered = gather(rows, now=now)
    stops = _stops(rows, people, now)
    places = [
        _place(row, opened.get(row.pk), gathered, stops)
        for row in rows
        if row.state == Enrollment.State.ACTIVE
    ]
    return Stage(person=_person(people, rows, stops, now), places=places, now=now)


def start_place(
    lead: Lead, version: SequenceVersion, stage: Stage, *, funnel_id: int, now: datetime
) -> Place:
    """A series they would come on now, as if they agreed to it."""
    content = content_of(version)
    told = lead.visit_facts.filter(funnel_id=funnel_id).first()
    return Place(
        number=max((each.number for each in stage.places), default=0) + 1,
        content=content,
        zone=zone_of(lead, content),
        facts=facts_of(told, depth=lead.depth),
        position=0,
        anchor=now,
        due_at=None,
        written=set(),
        priority=content.sequence.priority,
        funnel_id=funnel_id,
        ledger=list(Activity.objects.of_people([lead.pk])),
    )


def _running(people: Sequence[int]) -> list[Enrollment]:
    rows = Enrollment.objects.filter(lead__in=people, state=Enrollment.State.ACTIVE)
    related = ("address__lead", "lead__merged_into", "version", "sequence")
    return list(rows.select_related(*related).order_by("pk"))


def _open_mails(rows: Sequence[Enrollment]) -> list[Delivery]:
    mails = Delivery.objects.filter(enrollment__in=rows, state__in=Delivery.OPEN)
    return list(mails.order_by("pk"))


def _stops(rows: Sequence[Enrollment], people: Sequence[int], now: datetime) -> list[MailStop]:
    """Every stop that covers one of these series, or all of the person's mails."""
    scopes = [ALL, SERVER, *map(lead_scope, people)]
    scopes += [group_scope(provider_group(row.address.normalised)) for row in rows]
    found = Q(scope__in=scopes)
    for row in rows:
        found |= Q(scope__startswith=mail_scope(row.sequence_id, ""))
    return list(MailStop.objects.standing(now).filter(found))


def _person(
    people: Sequence[int],
    rows: Sequence[Enrollment],
    stops: Sequence[MailStop],
    now: datetime,
) -> Person:
    rule = rules()
    sent = Delivery.objects.filter(
        lead__in=people, purpose__in=Delivery.SERIES, handed_over_at__gt=now - CAP_WEEK
    ).exclude(state=Delivery.State.SCHEDULED)
    replied = resting_replies(people, now).order_by("-occurred_at").first()
    passing = next((stop for stop in stops if stop.until and not _is_of_mail(stop)), None)
    addresses: list[EmailAddress] = [row.address for row in rows]
    pauses = [each.paused_until for each in addresses if each.paused_until]
    return Person(
        cap_day=rule.cap_day,
        cap_week=rule.cap_week,
        rests=timedelta(days=rule.reply_rests_days),
        sent=[at for at in sent.values_list("handed_over_at", flat=True) if at is not None],
        is_claimed=Lead.objects.filter(pk__in=people, stage__in=TALKING).exists(),
        replied_at=replied.occurred_at if replied else None,
        paused_until=max(pauses, default=None),
        gets_fewer=any(each.gets_fewer for each in addresses),
        stop_until=passing.until if passing else None,
        stop_reason=held_by(passing) if passing else "",
        full_until=full_until(now),
        has_daily_limit=rule.most_a_day is not None,
        is_throttled=any(
            limit_of(group_of(provider_group(each.normalised)), rule) is not None
            for each in addresses
        ),
    )


def _place(
    row: Enrollment, mail: Delivery | None, gathered: Gathered, stops: Sequence[MailStop]
) -> Place:
    content = content_of(row.version)
    person = row.lead.merged_into or row.lead
    mails = mail_scope(row.sequence_id, "")
    return Place(
        number=row.pk,
        content=content,
        zone=zone_of(row.lead, content),
        facts=gathered.facts(row),
        position=row.position,
        anchor=row.anchor_at,
        due_at=row.due_at,
        written=set(gathered.written.get(row.pk, ())),
        priority=row.priority,
        funnel_id=row.funnel_id,
        way_out=gathered.way_out(row, content),
        waits_for=_waits_for(row, content.sequence.purpose, stops),
        stopped_mails=_keys(stops, mails, is_stopped=True),
        paused_mails=_keys(stops, mails, is_stopped=False),
        waiting_since=row.waiting_since,
        open=Open(mail.pk, mail.message_key, mail.due_at, mail.expires_at) if mail else None,
        is_slowed=row.sequence.slowed_at is not None,
        ledger=gathered.ledgers.get(person.pk),
    )


def _waits_for(row: Enrollment, purpose: str, stops: Sequence[MailStop]) -> str:
    """What has to happen before the next mail, '' for nothing."""
    group = group_scope(provider_group(row.address.normalised))
    standing = [
        stop
        for stop in stops
        if stop.until is None
        and not _is_of_mail(stop)
        and (not stop.scope.startswith("group:") or stop.scope == group)
    ]
    if standing:
        return held_by(standing[0])
    if row.sequence.is_paused:
        return "paused"
    refusal = may_email(address=row.address, purpose=purpose, topic=str(row.sequence_id))
    return refusal if refusal == "not_confirmed" else ""


def _is_of_mail(stop: MailStop) -> bool:
    return stop.scope.startswith("mail:")


def _keys(stops: Sequence[MailStop], beginning: str, *, is_stopped: bool) -> frozenset[str]:
    """Keys of the mails of one series that are stopped, or paused, for everybody."""
    return frozenset(
        stop.scope.removeprefix(beginning)
        for stop in stops
        if stop.scope.startswith(beginning) and (stop.kind == MailStop.Kind.STOPPED) == is_stopped
    )
