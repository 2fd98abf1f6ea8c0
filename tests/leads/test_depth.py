from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leads.depth import depth, depth_rows
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


def test_depth_receipt_names_each_thing_once_newest_first() -> None:
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    cheap = make_act(subject="1/quiz/a", effort=1, at=now - timedelta(days=3))
    dear = make_act(subject="1/quiz/a", effort=3, at=now - timedelta(days=2))
    again = make_act(subject="1/quiz/a", effort=3, at=now - timedelta(days=1))
    skipped = make_act(subject="1/gift", effort=0, at=now)
    opted = make_act(subject="1/opt-in", effort=5, at=now)
    ledger = [opted, again, skipped, dear, cheap]
    assert depth_rows(ledger) == (opted, dear)
    assert depth_rows(reversed(ledger)) == (opted, dear)
    assert sum(row.effort for row in depth_rows(ledger)) == depth(ledger) == 8
