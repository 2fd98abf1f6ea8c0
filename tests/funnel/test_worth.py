from __future__ import annotations

import pytest

from funnel.journey.trail import EFFORT
from funnel.worth import Sum, Worth, running, worth_of


@pytest.mark.parametrize("kind", EFFORT)
def test_every_kind_has_its_worth(kind: str) -> None:
    asked = 0 if kind in {"quiz", "poll"} else EFFORT[kind]
    worth = worth_of(kind)
    assert (worth.asked, worth.largest, worth.given >= 0) == (asked, EFFORT[kind], True)


def test_a_quiz_asks_the_sum_of_its_questions_and_is_as_large_as_its_largest() -> None:
    assert worth_of("quiz", questions=[1, 1, 1]) == Worth(asked=3, given=1, largest=1)
    assert worth_of("quiz", questions=[1, 3]) == Worth(asked=4, given=1, largest=3)


def test_a_result_in_two_parts_gives_what_a_whole_one_does() -> None:
    parts = [worth_of("result", part=part).given for part in ("first", "rest")]
    assert sum(parts) == worth_of("result").given


def test_asks_are_small_medium_and_big() -> None:
    kinds = ["result", "poll", "checklist", "video", "opt_in", "offer"]
    sizes = [worth_of(kind).size for kind in kinds]
    assert sizes == ["", "small", "small", "medium", "medium", "big"]


def test_sums_run_from_rung_to_rung_and_know_when_too_much_is_asked() -> None:
    sums = running([Worth(6, 1, 1), Worth(0, 3, 0), Worth(7, 0, 5)])
    assert sums == [Sum(6, 1, 0, 0), Sum(6, 4, 6, 1), Sum(13, 4, 6, 4)]
    assert [each.is_far_ahead for each in sums] == [False, False, True]
