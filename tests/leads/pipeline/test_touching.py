"""Contacts in one tap: what they set, that they count once, and that they can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from leads.activity import record_acts
from leads.models import Activity, Lead, Touch
from leads.pipeline.claiming import claim
from leads.pipeline.standing import DeskError
from leads.pipeline.touching import log_touch, take_back
from leads.queueing import CALL, FOLLOW_UP, OUT
from tests.leads.factories import NOW, make_act, make_address, make_lead, make_staff
from tests.leads.pipeline.team import seller, team

pytestmark = pytest.mark.django_db


def caller() -> Lead:
    lead = make_address(lead=make_lead(phone="+46701234567")).lead
    record_acts(lead=lead, acts=[make_act("call_asked", at=NOW)], now=NOW)
    return lead


def after(lead: Lead) -> tuple[object, ...]:
    row = Lead.objects.get(pk=lead.pk)
    return row.stage, row.owner, row.queue_rank, row.follow_up_at, row.phone_is_wrong


# NOW is a Tuesday noon; the business opens at nine in Berlin.
NEXT_MORNING = datetime.fromisoformat("2026-05-06T09:00:00+02:00")
LATER = NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    ("outcome", "back", "left"),
    [
        ("reached", None, ("contacted", OUT, None, False)),
        ("no_answer", None, ("claimed", OUT, NEXT_MORNING, False)),
        ("wrong_number", None, ("claimed", OUT, None, True)),
        ("call_back", LATER, ("claimed", FOLLOW_UP, LATER, False)),
    ],
)
def test_one_tap_sets_stage_and_follow_up(
    outcome: str, back: datetime | None, left: tuple[object, ...]
) -> None:
    lead, by = caller(), seller("anna")
    assert Lead.objects.get(pk=lead.pk).queue_rank == CALL
    for _ in range(2):
        log_touch(
            lead_id=lead.pk,
            by=by,
            outcome=outcome,
            call_back_at=back,
            key="form-1",
            now=NOW + timedelta(minutes=5),
        )
    stage, rank, follow_up, is_wrong = left
    assert after(lead) == (stage, by, rank, follow_up, is_wrong)
    assert Touch.objects.count() == 1


def test_a_contact_is_taken_back_whole() -> None:
    lead, by = caller(), seller("anna")
    before = Lead.objects.values().get(pk=lead.pk)
    touch = log_touch(
        lead_id=lead.pk, by=by, outcome="wrong_number", key="k", now=NOW + timedelta(minutes=5)
    )
    for _ in range(2):
        take_back(touch_id=touch.pk, by=by, now=NOW + timedelta(minutes=6))
    assert Lead.objects.values().get(pk=lead.pk) == before
    labels = list(
        Activity.objects.filter(kind="desk").order_by("pk").values_list("label", flat=True)
    )
    assert labels == ["Wrong number, tried by: anna", "Taken back by: anna"]


def test_what_changed_since_is_not_taken_back() -> None:
    lead, (anna, ben) = caller(), team()
    touch = log_touch(lead_id=lead.pk, by=anna, outcome="no_answer", key="a", now=NOW)
    log_touch(lead_id=lead.pk, by=ben, outcome="reached", key="b", now=NOW + timedelta(hours=1))
    with pytest.raises(DeskError, match="changed this lead since"):
        take_back(touch_id=touch.pk, by=anna, now=NOW + timedelta(hours=2))
    assert Lead.objects.get(pk=lead.pk).stage == "contacted"


def test_a_contact_leaves_a_colleagues_lead_theirs() -> None:
    lead, (anna, ben) = caller(), team()
    claim(lead_id=lead.pk, by=anna, now=NOW)
    log_touch(lead_id=lead.pk, by=ben, outcome="reached", key="b", now=NOW)
    assert Lead.objects.get(pk=lead.pk).owner == anna


@pytest.mark.parametrize(
    ("outcome", "back"),
    [
        ("call_back", None),
        ("call_back", NOW - timedelta(minutes=1)),
        ("call_back", NOW + timedelta(days=400)),
        ("waved", None),
    ],
)
def test_bad_contacts_are_refused_in_words(outcome: str, back: datetime | None) -> None:
    lead = caller()
    with pytest.raises(DeskError):
        log_touch(
            lead_id=lead.pk, by=make_staff(), outcome=outcome, call_back_at=back, key="k", now=NOW
        )
    assert not Touch.objects.exists()


def test_new_acts_bring_a_contacted_lead_back_into_the_queue() -> None:
    lead, by = caller(), seller("anna")
    log_touch(lead_id=lead.pk, by=by, outcome="reached", key="k", now=NOW + timedelta(minutes=1))
    again = NOW + timedelta(hours=2)
    record_acts(
        lead=Lead.objects.get(pk=lead.pk), acts=[make_act("call_asked", at=again)], now=again
    )
    assert Lead.objects.get(pk=lead.pk).queue_rank == CALL
