from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from leads.activity import ledgers_of, record_acts, refresh_stale
from leads.models import Activity, Lead
from leads.pipeline.rules import desk_rules
from leads.warmth import stale_at
from tests.leads.factories import NOW, ago, make_act, make_lead

pytestmark = pytest.mark.django_db


def _stored(lead: Lead) -> tuple[int, str, int]:
    row = Lead.objects.get(pk=lead.pk)
    return row.warmth, row.band, row.depth


def test_record_acts_stores_acts_and_numbers(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    lead = make_lead(at=ago(days=3))
    acts = [
        make_act("quiz_finished", at=ago(minutes=9), effort=1),
        make_act("gift", at=ago(minutes=6), effort=2),
        make_act("address_given", at=ago(minutes=3), effort=5),
    ]
    desk_rules()
    # Three, and the two marks of the savepoint that a test's own transaction makes of ours.
    with django_assert_max_num_queries(5):
        record_acts(lead=lead, acts=acts, now=NOW)
    assert _stored(lead) == (23, "warm", 8)
    row = Lead.objects.get(pk=lead.pk)
    assert (row.last_act_at, row.stale_at) == (ago(minutes=3), stale_at(acts, NOW))
    assert (lead.warmth, lead.band, lead.depth) == (23, "warm", 8)


def test_record_acts_is_idempotent_by_source_key() -> None:
    lead = make_lead()
    act = make_act("gift", source_key="gift:1")
    for _ in range(2):
        record_acts(lead=lead, acts=[act, act], now=NOW)
    assert Activity.objects.count() == 1
    assert _stored(lead) == (8, "cold", 0)


def test_record_acts_of_nothing_changes_nothing() -> None:
    lead = make_lead(at=ago(days=2))
    record_acts(lead=lead, acts=[], now=NOW)
    assert not Activity.objects.exists()
    assert Lead.objects.get(pk=lead.pk).last_act_at == ago(days=2)


def test_record_acts_notes_when_a_call_was_asked_for() -> None:
    lead = make_lead()
    record_acts(lead=lead, acts=[make_act("call_asked", at=ago(minutes=5))], now=NOW)
    assert Lead.objects.get(pk=lead.pk).call_asked_at == ago(minutes=5)


def test_record_acts_does_not_take_our_mail_for_an_act_of_theirs() -> None:
    lead = make_lead(at=ago(days=2))
    record_acts(lead=lead, acts=[make_act(kind="mail", at=NOW, label="Mail 1")], now=NOW)
    assert Lead.objects.get(pk=lead.pk).last_act_at == ago(days=2)


def test_record_acts_cuts_a_label_that_no_column_holds() -> None:
    lead = make_lead()
    record_acts(lead=lead, acts=[make_act("gift", label="x" * 400)], now=NOW)
    assert Activity.objects.get().label == "x" * 300


def test_record_acts_of_a_merged_person_counts_for_the_root() -> None:
    root, merged = make_lead(name="Root"), make_lead(name="Merged")
    Lead.objects.filter(pk=merged.pk).update(merged_into=root)
    record_acts(lead=root, acts=[make_act("gift")], now=NOW)
    record_acts(lead=Lead.objects.get(pk=merged.pk), acts=[make_act("poll")], now=NOW)
    assert (_stored(root)[0], _stored(merged)[0]) == (12, 0)
    assert [row.points_key for row in ledgers_of([root.pk])[root.pk]] == ["poll", "gift"]


def test_refresh_stale_lets_the_stored_number_fade() -> None:
    lead = make_lead()
    record_acts(lead=lead, acts=[make_act("call_asked"), make_act("reply")], now=NOW)
    assert _stored(lead) == (60, "hot", 0)
    assert refresh_stale(now=NOW, limit=500) == 0
    assert refresh_stale(now=NOW + timedelta(days=7), limit=500) == 1
    assert _stored(lead) == (30, "warm", 0)
    assert refresh_stale(now=NOW + timedelta(days=700), limit=500) == 1
    assert _stored(lead) == (0, "cold", 0)
    assert Lead.objects.get(pk=lead.pk).stale_at is None


def test_refresh_stale_takes_a_bounded_batch_in_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        record_acts(lead=make_lead(name=str(number)), acts=[make_act("gift")], now=NOW)
    later = NOW + timedelta(days=14)
    with django_assert_max_num_queries(8):
        assert refresh_stale(now=later, limit=4) == 4
    assert refresh_stale(now=later, limit=4) == 2
