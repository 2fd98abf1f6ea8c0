"""What the desk shows beside a person's numbers: whose they are, what to do, what was noted.

A fixed number of queries; the lead's page and every answer to a press are made of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q

from leads.acting.sparking import Spark, spark_of
from leads.models import Lead, Note, Task, Touch
from leads.next_action import NextAction, Reach, next_action
from leads.opener import opener
from leads.pipeline.promises import Countdown, countdown
from leads.pipeline.rules import desk_rules
from leads.scoring_models import current
from leads.sheet import Sheet

# So long a slip of the finger can be taken back with one press.
_TAKEN_BACK_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Side:
    """`key` makes the next press of this page one act, however often it arrives."""

    owner: User | None
    is_mine: bool
    is_claiming_on: bool
    is_open: bool
    promise: Countdown | None
    next: NextAction
    opener: str
    notes: Sequence[Note]
    tasks: Sequence[Task]
    last_touch: Touch | None
    spark: Spark
    can_call: bool
    whatsapp: str
    key: str


def side_of(sheet: Sheet, user: User, now: datetime) -> Side:
    lead = sheet.lead
    person = Q(lead__in=Lead.objects.filter(Q(pk=lead.pk) | Q(merged_into=lead)))
    rules = desk_rules()
    has_phone = bool(lead.phone) and not lead.phone_is_wrong
    may_contact = not sheet.is_forbidden
    reach = Reach(may_contact, has_phone, bool(sheet.address) and not _is_stopped(sheet))
    answers = sheet.latest.answers if sheet.latest else []
    return Side(
        owner=lead.owner,
        is_mine=lead.owner_id == user.pk,
        is_claiming_on=rules.is_claiming_on,
        is_open=lead.stage in Lead.OPEN_STAGES,
        promise=countdown(lead.due_at, now),
        next=next_action(lead, sheet.band, reach, now),
        opener=opener(lead.name, answers) if may_contact else "",
        notes=list(Note.objects.filter(person).select_related("by")[:50]),
        tasks=list(Task.objects.filter(person).select_related("by")[:50]),
        last_touch=_last_touch(lead, user, now),
        spark=spark_of(sheet.ledger, now, current().model),
        can_call=has_phone and may_contact,
        whatsapp="".join(sign for sign in lead.phone if sign.isdigit()),
        key=secrets.token_urlsafe(16),
    )


def _is_stopped(sheet: Sheet) -> bool:
    return sheet.may_write is not None and sheet.may_write.is_stopped


def _last_touch(lead: Lead, user: User, now: datetime) -> Touch | None:
    """The newest contact, while its own author may still take it back."""
    last = Touch.objects.filter(lead=lead, taken_back_at=None).first()
    if last is None or last.by_id != user.pk or last.created_at < now - _TAKEN_BACK_WITHIN:
        return None
    return last
