from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from leads.activity import record_acts
from leads.happenings import forget_old
from leads.models import Happening, Lead
from leads.pipeline import stages
from leads.pipeline.rules import desk_rules
from leads.scoring_models import current
from tests.leads.factories import NOW, ago, make_act, make_lead
from tests.leads.pipeline.team import seller

pytestmark = pytest.mark.django_db


def news() -> list[tuple[str, str]]:
    return [
        (row.kind, str(row.details.get("what", ""))) for row in Happening.objects.order_by("pk")
    ]


def test_acts_are_told_once_however_often_they_are_recorded() -> None:
    lead = make_lead()
    acts = [
        make_act("quiz_finished", subject="1/quiz", label="Finished the quiz", at=NOW),
        make_act("gift", subject="1/gift", label="Read the guide: Raise it", at=NOW),
        make_act("quiz_answer", subject="1/quiz/a", label="Answered: A", at=NOW),
    ]
    told = [
        ("quiz_finished", "Finished the quiz"),
        ("gift_taken", "Read the guide: Raise it"),
        ("new_lead", ""),
    ]
    record_acts(lead=lead, acts=acts, now=NOW)
    assert news() == told
    record_acts(lead=lead, acts=acts, now=NOW)
    assert news() == told


def test_turning_hot_is_told_once_and_again_after_it_cooled_down() -> None:
    lead = make_lead(at=ago(days=40))
    call = make_act("call_asked", subject="1/call", at=NOW)
    offer = make_act("offer_pressed", subject="1/offer", at=NOW)
    record_acts(lead=lead, acts=[call], now=NOW)
    assert [kind for kind, _what in news()] == ["call_asked"]
    record_acts(lead=lead, acts=[call, offer], now=NOW)
    record_acts(lead=lead, acts=[call, offer], now=NOW + timedelta(minutes=1))
    assert [kind for kind, _what in news()] == ["call_asked", "offer_pressed", "hot"]


def test_somebody_known_for_long_is_not_new_and_test_people_are_no_news() -> None:
    act = make_act("poll", at=NOW)
    record_acts(lead=make_lead(at=ago(days=2)), acts=[act], now=NOW)
    tester = make_lead()
    Lead.objects.filter(pk=tester.pk).update(is_test=True)
    tester.refresh_from_db()
    record_acts(lead=tester, acts=[make_act("gift", subject="2/gift", at=NOW)], now=NOW)
    assert news() == []


def test_what_is_no_news_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The desk's rules and the business are read once in a while."""
    lead = make_lead(at=ago(days=2))
    desk_rules()
    current()
    with django_assert_num_queries(3):
        record_acts(lead=lead, acts=[make_act("poll", at=NOW)], now=NOW)


def test_a_won_lead_is_told_with_its_amount() -> None:
    lead = make_lead()
    by = seller("anna")
    stages.move(
        lead_id=lead.pk, stage="won", by=by, now=NOW, amount=Decimal("1200.50"), currency="EUR"
    )
    row = Happening.objects.get()
    assert (row.kind, row.lead_id, row.details) == (
        "won",
        lead.pk,
        {"amount": "1200.50", "currency": "EUR"},
    )


def test_old_news_is_forgotten() -> None:
    record_acts(lead=make_lead(), acts=[make_act("poll", at=NOW)], now=NOW)
    assert forget_old(now=NOW + timedelta(days=90)) == 0
    assert forget_old(now=NOW + timedelta(days=91)) == 1
    assert news() == []
