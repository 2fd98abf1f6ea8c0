from __future__ import annotations

from leads.depth import depth
from tests.leads.factories import make_act


def test_depth_sums_effort_over_distinct_subjects() -> None:
    ledger = [
        make_act(subject="1/quiz/a", effort=1),
        make_act(subject="1/quiz/a", effort=1),
        make_act(subject="1/quiz/b", effort=3),
        make_act(subject="1/checklist", effort=0),
        make_act(subject="1/opt-in", effort=5),
    ]
    assert depth(ledger) == 9
    assert depth([]) == 0


def test_depth_of_a_skip_is_nothing() -> None:
    assert depth([make_act(subject="1/opt-in", effort=0)]) == 0
