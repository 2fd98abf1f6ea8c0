from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from leads import warmth
from leads.activity import count_anew, record_acts
from leads.facts import write_facts
from leads.fit import VERY_GOOD, Rule
from leads.models import Lead, ScoringModel
from leads.scoring_models import DEFAULT, Scoring, ScoringError, current, save_scoring, scoring_of
from tests.leads.factories import NOW, make_act, make_lead, make_staff, make_story

pytestmark = pytest.mark.django_db

RULE = Rule(1, "quiz", "rate", "last-year", VERY_GOOD, "How do you set your rate?", "Last year's")


def changed(**points: int) -> Scoring:
    model = replace(warmth.DEFAULT, points={**warmth.POINTS, **points})
    return Scoring(model, (RULE,))


def test_before_the_first_save_our_own_numbers_count() -> None:
    assert current() == DEFAULT
    assert current().model.name == "2026-1"


def test_a_saved_setting_counts_at_once_and_the_earlier_one_stays() -> None:
    by = make_staff("mia")
    save_scoring(scoring=changed(poll=9), note="  Polls\n matter ", by=by, now=NOW)
    first = current()
    assert (first.model.number, first.model.points["poll"], first.fit_rules) == (1, 9, (RULE,))
    assert first.model.name == "2026-1.1"
    save_scoring(scoring=changed(poll=2), note="", by=None, now=NOW)
    assert (current().model.number, current().model.points["poll"]) == (2, 2)
    rows = list(ScoringModel.objects.order_by("number"))
    assert [(row.number, row.note, row.by) for row in rows] == [
        (1, "Polls matter", by),
        (2, "", None),
    ]
    assert scoring_of(rows[0]) == first


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda m: replace(m, points={**m.points, "poll": 101}), "points_poll"),
        (lambda m: replace(m, points={**m.points, "poll": -1}), "points_poll"),
        (lambda m: replace(m, points={**m.points, "not_now": 1}), "points_not_now"),
        (lambda m: replace(m, points={**m.points, "not_now": -51}), "points_not_now"),
        (lambda m: replace(m, points={"poll": 1}), "note"),
        (lambda m: replace(m, half_lives={**m.half_lives, "quiz": 0}), "half_life_quiz"),
        (lambda m: replace(m, half_lives={**m.half_lives, "quiz": 366}), "half_life_quiz"),
        (lambda m: replace(m, half_lives={**m.half_lives, "quiz": 22}), "half_life_not_now"),
        (lambda m: replace(m, warm_from=0), "hot_from"),
        (lambda m: replace(m, warm_from=40), "hot_from"),
        (lambda m: replace(m, hot_left_below=51), "hot_from"),
        (lambda m: replace(m, hot_from=101), "hot_from"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_stored(
    spoil: Callable[[warmth.Model], warmth.Model], field: str
) -> None:
    with pytest.raises(ScoringError) as caught:
        save_scoring(scoring=Scoring(spoil(warmth.DEFAULT)), note="", by=None, now=NOW)
    assert caught.value.field == field
    assert str(caught.value)
    assert not ScoringModel.objects.exists()


def test_a_rule_of_another_weight_is_refused() -> None:
    scoring = Scoring(warmth.DEFAULT, (replace(RULE, weight=7),))
    with pytest.raises(ScoringError):
        save_scoring(scoring=scoring, note="", by=None, now=NOW)


def test_acts_are_counted_by_the_setting_that_counts() -> None:
    save_scoring(scoring=changed(poll=50), note="", by=None, now=NOW)
    lead = make_lead()
    write_facts(lead_id=lead.pk, story=make_story(visit_id=1))
    record_acts(lead=lead, acts=[make_act("poll", at=NOW)], now=NOW)
    lead.refresh_from_db()
    assert (lead.warmth, lead.band, lead.fit) == (50, "hot", "A")


def test_stored_numbers_follow_a_new_setting_in_portions() -> None:
    leads = [make_lead(name=str(number)) for number in range(5)]
    for lead in leads:
        write_facts(lead_id=lead.pk, story=make_story(visit_id=lead.pk))
        record_acts(lead=lead, acts=[make_act("poll", at=NOW)], now=NOW)
    assert count_anew(now=NOW, limit=2) == 0, "nothing changed yet"
    save_scoring(scoring=changed(poll=30), note="", by=None, now=NOW)

    assert [count_anew(now=NOW, limit=2) for _ in range(4)] == [2, 2, 1, 0]

    rows = Lead.objects.order_by("pk").values_list("warmth", "band", "fit")
    assert list(rows) == [(30, "warm", "A")] * 5
    assert ScoringModel.objects.get().is_counted
