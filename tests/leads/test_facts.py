from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from leads.facts import write_facts
from leads.models import VisitFacts
from tests.leads.factories import NOW, ago, make_lead, make_staff, make_story

pytestmark = pytest.mark.django_db


def test_write_facts_keeps_one_row_a_visit(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lead = make_lead()
    write_facts(lead_id=lead.pk, story=make_story(at=ago(days=1)))
    newer = replace(make_story(at=NOW, said="By feeling"), outcome_name="", source="ad")
    with django_assert_num_queries(1):
        write_facts(lead_id=lead.pk, story=newer)
    row = VisitFacts.objects.get()
    assert row.answers == list(newer.answers)
    assert (row.topics, row.outcome_name, row.source) == (list(newer.topics), "", "ad")
    assert (row.started_at, row.updated_at) == (ago(days=1), NOW)


def test_write_facts_of_another_visit_stands_beside() -> None:
    lead = make_lead()
    write_facts(lead_id=lead.pk, story=make_story(visit_id=1, at=ago(days=1)))
    write_facts(lead_id=lead.pk, story=make_story(visit_id=2))
    assert [row.visit_id for row in VisitFacts.objects.all()] == [2, 1]


def test_what_a_page_sent_along_is_kept_and_shown(client: Client) -> None:
    lead = make_lead()
    write_facts(lead_id=lead.pk, story=replace(make_story(), hidden={"plan": "pro", "seats": "4"}))
    assert VisitFacts.objects.get().hidden == {"plan": "pro", "seats": "4"}
    client.force_login(make_staff(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "What your page sent along" in page
    assert "<bdi>plan: pro</bdi>, <bdi>seats: 4</bdi>" in page
