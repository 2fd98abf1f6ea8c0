from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads import warmth
from leads.activity import record_acts
from leads.facts import write_facts
from leads.fit import OUT, Rule
from leads.models import Lead
from leads.replaying import Counted, Replay, WinRate, highest, replay, wilson, win_rates
from leads.scoring_models import DEFAULT, Scoring
from tests.leads.factories import NOW, ago, make_act, make_lead, make_story

HALF = Scoring(
    replace(warmth.DEFAULT, points={**warmth.POINTS, "call_asked": 10, "offer_pressed": 9})
)


def test_highest_finds_who_was_hot_and_cooled_down() -> None:
    ledger = [
        make_act("call_asked", subject="1/call", at=ago(days=20)),
        make_act("offer_pressed", subject="1/offer", at=ago(days=20)),
    ]
    assert warmth.band(ledger, NOW) == "cold"
    assert highest(ledger, warmth.DEFAULT, since=ago(days=30), until=NOW) == "hot"
    assert highest(ledger, warmth.DEFAULT, since=ago(days=18), until=NOW) == "hot"
    assert highest(ledger, warmth.DEFAULT, since=ago(days=5), until=NOW) == "cold"
    assert highest(ledger, HALF.model, since=ago(days=30), until=NOW) == "cold"
    assert highest([], warmth.DEFAULT, since=ago(days=30), until=NOW) == "cold"


@pytest.mark.django_db
def test_replay_counts_who_would_have_been_hot() -> None:
    for number, days in enumerate((1, 2, 25, 40)):
        lead = make_lead(name=str(number), at=ago(days=days))
        acts = [
            make_act("call_asked", subject=f"{number}/call", at=ago(days=days)),
            make_act("offer_pressed", subject=f"{number}/offer", at=ago(days=days)),
        ]
        record_acts(lead=lead, acts=acts, now=ago(days=days))
        write_facts(lead_id=lead.pk, story=make_story(visit_id=lead.pk))
    rule = Rule(1, "quiz", "rate", "last-year", OUT)
    after = Scoring(HALF.model, (rule,))
    assert replay(before=DEFAULT, after=after, now=NOW) == Replay(
        before=Counted(hot=3, warm=3, grades={"?": 3}),
        after=Counted(hot=0, warm=0, grades={"D": 3}),
        leads=3,
        is_part=False,
    )


@pytest.mark.parametrize(
    ("hits", "of", "interval"),
    [
        (0, 0, (0, 100)),
        (0, 20, (0, 17)),
        (5, 20, (11, 47)),
        (20, 20, (83, 100)),
        (50, 100, (40, 60)),
    ],
)
def test_wilson_gives_the_known_intervals(hits: int, of: int, interval: tuple[int, int]) -> None:
    """Checked against published tables of the score interval."""
    assert wilson(hits, of) == interval


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_holds_the_share_itself(counts: tuple[int, int]) -> None:
    hits, of = counts
    least, most = wilson(hits, of)
    assert 0 <= least <= hits / of * 100 + 1e-6
    assert hits / of * 100 - 1e-6 <= most <= 100


@pytest.mark.django_db
def test_win_rates_go_by_the_best_band_before_the_decision() -> None:
    def decided(stage: str, *, is_hot: bool, count: int) -> None:
        for _ in range(count):
            lead = make_lead(at=ago(days=9))
            if is_hot:
                acts = [
                    make_act(key, subject=f"{lead.pk}/{key}", at=ago(days=8))
                    for key in ("call_asked", "offer_pressed")
                ]
                record_acts(lead=lead, acts=acts, now=ago(days=8))
            Lead.objects.filter(pk=lead.pk).update(
                stage=stage, stage_changed_at=NOW - timedelta(days=1)
            )

    decided("won", is_hot=True, count=5)
    decided("lost", is_hot=True, count=15)
    decided("lost", is_hot=False, count=2)
    decided("new", is_hot=False, count=1)
    rates = win_rates(model=warmth.DEFAULT, now=NOW)
    assert rates == [
        WinRate("hot", 5, 20, 11, 47),
        WinRate("warm", 0, 0),
        WinRate("cold", 0, 2, 0, 66),
    ]
    assert [rate.is_measured for rate in rates] == [True, False, False]
