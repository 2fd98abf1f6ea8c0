from __future__ import annotations

import pytest

from leads.activity import record_acts
from leads.facts import write_facts
from leads.models import EmailAddress, Lead
from leads.sheet import sheet
from tests.leads.factories import NOW, ago, make_act, make_address, make_lead, make_story

pytestmark = pytest.mark.django_db


def test_sheet_of_a_person_without_anything_is_whole() -> None:
    lead = Lead.objects.create(created_at=NOW, last_act_at=NOW, stage_changed_at=NOW)
    shown = sheet(lead, NOW)
    assert (shown.title, shown.address, shown.may_write) == ("No name yet", None, None)
    assert (shown.latest, shown.said_last, shown.said_earlier) == (None, None, [])
    assert shown.receipt.total == 0
    assert (shown.story.moments, shown.band, shown.hot_since) == ([], "cold", None)


def test_sheet_writes_to_the_confirmed_address() -> None:
    lead = make_lead()
    first, second = make_address(lead=lead), make_address(lead=lead)
    EmailAddress.objects.filter(pk=second.pk).update(confirmed_at=NOW)
    shown = sheet(lead, NOW)
    assert (shown.address, shown.other_addresses) == (second, [first])


def test_sheet_counts_what_merged_rows_brought() -> None:
    root, merged = make_lead(name="Root"), make_lead(name="Merged")
    address = make_address(lead=merged)
    write_facts(lead_id=merged.pk, story=make_story(visit_id=1, at=ago(days=1)))
    write_facts(lead_id=root.pk, story=make_story(visit_id=2))
    record_acts(lead=merged, acts=[make_act("call_asked", at=ago(days=1), effort=10)], now=NOW)
    Lead.objects.filter(pk=merged.pk).update(merged_into=root)
    shown = sheet(root, NOW)
    assert (shown.address, shown.receipt.total, shown.depth) == (address, 36, 10)
    assert [(row.label, row.effort) for row in shown.depth_rows] == [("call_asked", 10)]
    assert [(row.label, row.effort) for row in shown.depth_rows] == [("call_asked", 10)]
    assert [visit.visit_id for visit in shown.visits] == [2, 1]
    assert [said.started_at for said in shown.said] == [NOW, ago(days=1)]


def test_sheet_says_call_first_only_with_a_number() -> None:
    lead = make_lead(phone="+46 40 1")
    assert not sheet(lead, NOW).is_call_first
    record_acts(lead=lead, acts=[make_act("call_asked")], now=NOW)
    assert sheet(lead, NOW).is_call_first
    lead.phone = ""
    assert not sheet(lead, NOW).is_call_first
