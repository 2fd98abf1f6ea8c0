"""The pipeline: what each stage asks for, and what it leaves."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from leads.activity import record_acts, refresh_stale
from leads.models import Lead, Note, StageChange, Task
from leads.pipeline.noting import add_note, add_task, finish_task
from leads.pipeline.stages import move
from leads.pipeline.standing import DeskError
from leads.queueing import FOLLOW_UP, OUT
from tests.leads.factories import NOW, make_act, make_address
from tests.leads.pipeline.team import seller

pytestmark = pytest.mark.django_db


def warm_lead() -> Lead:
    lead = make_address().lead
    keys = ("quiz_finished", "gift", "address_given")
    record_acts(lead=lead, acts=[make_act(key, at=NOW) for key in keys], now=NOW)
    return lead


@pytest.mark.parametrize(
    "said",
    [
        {"stage": "won", "amount": Decimal("450.50"), "currency": "EUR"},
        {"stage": "lost", "reason": "Took another offer"},
        {"stage": "disqualified", "reason": "A student"},
        {"stage": "qualified"},
        {"stage": "nurture", "until": NOW + timedelta(days=30)},
    ],
)
def test_a_stage_keeps_what_was_said_and_counts_once(said: dict[str, Any]) -> None:
    lead, by = warm_lead(), seller("anna")
    for _ in range(2):
        move(lead_id=lead.pk, by=by, now=NOW + timedelta(minutes=1), **said)
    row = Lead.objects.get(pk=lead.pk)
    assert (row.stage, row.owner, row.queue_rank) == (said["stage"], by, OUT)
    assert (row.won_amount, row.closed_reason, row.nurture_until) == (
        said.get("amount"),
        said.get("reason", ""),
        said.get("until"),
    )
    assert StageChange.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"stage": "won"},
        {"stage": "won", "amount": Decimal(-1), "currency": "EUR"},
        {"stage": "won", "amount": Decimal(5), "currency": "euro"},
        {"stage": "won", "amount": Decimal("NaN"), "currency": "EUR"},
        {"stage": "lost"},
        {"stage": "disqualified"},
        {"stage": "nurture"},
        {"stage": "nurture", "until": NOW},
        {"stage": "nurture", "until": NOW + timedelta(days=9999)},
        {"stage": "qualified", "amount": Decimal(5), "currency": "EUR"},
        {"stage": "famous"},
    ],
)
def test_what_is_missing_is_said(said: dict[str, Any]) -> None:
    lead = warm_lead()
    with pytest.raises(DeskError):
        move(lead_id=lead.pk, by=seller("anna"), now=NOW, **said)
    assert Lead.objects.get(pk=lead.pk).stage == "new"


def test_new_gives_a_lead_back_and_forgets_the_decision() -> None:
    lead, by = warm_lead(), seller("anna")
    move(lead_id=lead.pk, stage="lost", reason="Too early", by=by, now=NOW)
    move(lead_id=lead.pk, stage="new", by=by, now=NOW)
    row = Lead.objects.get(pk=lead.pk)
    assert (row.stage, row.owner, row.closed_reason) == ("new", None, "")


def test_later_comes_back_by_the_clock_when_its_day_has_come() -> None:
    lead, by = warm_lead(), seller("anna")
    until = NOW + timedelta(hours=20)
    move(lead_id=lead.pk, stage="nurture", until=until, by=by, now=NOW)
    stale_at = Lead.objects.get(pk=lead.pk).stale_at
    assert stale_at is not None
    assert stale_at <= until
    refresh_stale(now=until, limit=5)
    assert Lead.objects.get(pk=lead.pk).queue_rank == FOLLOW_UP


def test_notes_and_tasks_are_written_once() -> None:
    lead, by = warm_lead(), seller("anna")
    for _ in range(2):
        add_note(lead_id=lead.pk, by=by, text="Likes mornings", key="n", now=NOW)
        task = add_task(lead_id=lead.pk, by=by, text="Send offer", due_at=None, key="t", now=NOW)
        finish_task(task_id=task.pk, by=by, now=NOW)
    assert (Note.objects.get().text, Task.objects.get().done_by) == ("Likes mornings", by)
