from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.activity import Act
from leads.warmth import (
    HALF_LIFE_DAYS,
    KINDS,
    POINTS,
    Model,
    ReceiptRow,
    band,
    hot_since,
    score,
    stale_at,
)
from tests.leads.factories import NOW, ago, make_act

_SUBJECTS = ("1/quiz", "1/quiz/a", "1/quiz/b", "1/video", "1/offer", "2/quiz/a")


@st.composite
def acts(draw: st.DrawFn, keys: tuple[str, ...] = tuple(POINTS)) -> Act:
    return make_act(
        draw(st.sampled_from(keys)),
        subject=draw(st.sampled_from(_SUBJECTS)),
        at=ago(minutes=draw(st.integers(0, 60 * 24 * 60))),
        label=draw(st.sampled_from(["This", "That"])),
    )


ledgers = st.lists(acts(), max_size=14)
later = st.integers(0, 60 * 24 * 90).map(lambda minutes: NOW + timedelta(minutes=minutes))
_yes = tuple(key for key in POINTS if key != "not_now")


def test_score_of_quiz_gift_and_address_on_one_day_is_warm() -> None:
    ledger = [
        make_act("quiz_finished", at=ago(minutes=9), label="Finished the quiz"),
        make_act("gift", at=ago(minutes=6), label="Kept the checklist"),
        make_act("address_given", at=ago(minutes=3), label="Left an address"),
    ]
    receipt = score(ledger, NOW)
    assert receipt.total == 23
    assert receipt.rows == (
        ReceiptRow("Finished the quiz", 10, 10, ledger[0]),
        ReceiptRow("Kept the checklist", 8, 8, ledger[1]),
        ReceiptRow("Left an address", 5, 5, ledger[2]),
    )
    assert receipt.why_now == "Finished the quiz"
    assert band(ledger, NOW) == "warm"


def test_score_weighs_a_kind_by_halves() -> None:
    polls = [make_act("poll", subject=f"1/poll-{number}") for number in range(20)]
    assert [score(polls[:count], NOW).total for count in (1, 2, 3, 20)] == [4, 6, 7, 8]


@pytest.mark.parametrize(
    ("key", "days", "total"),
    [("gift", 14, 4), ("quiz_finished", 21, 5), ("call_asked", 7, 20), ("reply", 14, 5)],
)
def test_score_halves_with_the_half_life_of_its_kind(key: str, days: int, total: int) -> None:
    assert score([make_act(key, at=ago(days=days))], NOW).total == total


def test_score_counts_the_highest_level_of_a_subject_only() -> None:
    half = make_act("video_50", subject="1/video", label="Watched half")
    most = make_act("video_75", subject="1/video", label="Watched most")
    assert score([half, most], NOW).rows == (ReceiptRow("Watched most", 10, 10, most),)


def test_score_counts_up_to_four_answers_until_the_quiz_is_finished() -> None:
    answers = [make_act("quiz_answer", subject=f"1/quiz/{number}") for number in range(6)]
    finish = make_act("quiz_finished", subject="1/quiz", label="Finished")
    assert [score(answers[:count], NOW).total for count in (1, 3, 6)] == [1, 3, 4]
    assert score(answers[:3], NOW).why_now == "Answered 3 questions"
    assert score([*answers, finish], NOW).rows == (ReceiptRow("Finished", 10, 10, finish),)


def test_score_stays_within_0_and_100_and_says_so() -> None:
    keys = ("call_asked", "reply", "offer_pressed", "offer_seen", "quiz_finished", "gift")
    much = score([make_act(key) for key in (*keys, "call_asked")], NOW)
    assert (much.total, much.rows[-1].label, much.rows[-1].points) == (
        100,
        "Counted up to 100",
        -26,
    )
    little = score([make_act("poll"), make_act("not_now")], NOW)
    assert (little.total, little.rows[-1].label, little.rows[-1].points) == (0, "Never below 0", 11)


def test_score_knows_nothing_of_later_acts_or_acts_without_points() -> None:
    ledger = [make_act("gift", at=NOW + timedelta(minutes=1)), make_act("")]
    assert (score(ledger, NOW).total, score(ledger, NOW).rows) == (0, ())


def test_band_leaves_hot_only_below_forty() -> None:
    ledger = [make_act("call_asked", at=ago(days=1)), make_act("offer_pressed", at=ago(days=1))]
    days = {day: NOW + timedelta(days=day) for day in range(5)}
    seen = {day: (score(ledger, now).total, band(ledger, now)) for day, now in days.items()}
    assert seen == {
        0: (53, "hot"),
        1: (48, "hot"),
        2: (43, "hot"),
        3: (39, "warm"),
        4: (35, "warm"),
    }
    assert hot_since(ledger, days[2]) == ago(days=1)
    assert hot_since(ledger, days[3]) is None


def test_band_between_forty_and_fifty_is_warm_for_who_never_was_hot() -> None:
    ledger = [make_act("call_asked"), make_act("poll")]
    assert (score(ledger, NOW).total, band(ledger, NOW)) == (44, "warm")


def test_band_that_cooled_down_needs_fifty_again() -> None:
    first = [make_act("call_asked", at=ago(days=10)), make_act("reply", at=ago(days=10))]
    again = [*first, make_act("offer_pressed", at=NOW)]
    assert (score(again, NOW).total, band(again, NOW)) == (40, "warm")


def test_half_lives_are_one_per_kind_and_not_now_lasts_longest() -> None:
    assert set(HALF_LIFE_DAYS) == set(KINDS.values())
    assert set(KINDS) == set(POINTS)
    assert max(HALF_LIFE_DAYS.values()) == HALF_LIFE_DAYS["not_now"]


@given(ledgers, later)
def test_receipt_rows_add_up_to_the_total(ledger: list[Act], now: datetime) -> None:
    receipt = score(ledger, now)
    assert sum(row.points for row in receipt.rows) == receipt.total
    assert 0 <= receipt.total <= 100


@given(ledgers, acts(keys=_yes), later)
def test_score_never_falls_by_an_act(ledger: list[Act], act: Act, now: datetime) -> None:
    assert score([*ledger, act], now).total >= score(ledger, now).total


@given(ledgers, later, st.randoms())
def test_score_does_not_depend_on_the_order(ledger: list[Act], now: datetime, dice: object) -> None:
    shuffled = list(ledger)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    plain = [(row.label, row.points) for row in score(ledger, now).rows]
    assert [(row.label, row.points) for row in score(shuffled, now).rows] == plain
    assert band(shuffled, now) == band(ledger, now)


@given(ledgers)
def test_score_decays_to_nothing(ledger: list[Act]) -> None:
    assert score(ledger, NOW + timedelta(days=400)).total == 0


@given(ledgers, later, st.integers(0, 60 * 24 * 60))
def test_warmth_never_rises_and_band_never_flaps_without_an_act(
    ledger: list[Act], now: datetime, minutes: int
) -> None:
    after = now + timedelta(minutes=minutes)
    assert score(ledger, after).total <= score(ledger, now).total
    order = ("cold", "warm", "hot")
    assert order.index(band(ledger, after)) <= order.index(band(ledger, now))


@given(ledgers, later)
def test_band_agrees_with_a_replay_from_the_beginning(ledger: list[Act], now: datetime) -> None:
    is_hot = False
    for moment in sorted({act.occurred_at for act in ledger} | {now}):
        before = [act for act in ledger if act.occurred_at < moment]
        is_hot = is_hot and score(before, moment).total >= 40
        after = score(ledger, moment).total
        is_hot = after >= 50 or (is_hot and after >= 40)
    assert (band(ledger, now) == "hot") == is_hot
    assert (hot_since(ledger, now) is not None) == is_hot


@given(ledgers, later)
def test_stale_at_is_the_next_change_of_the_number(ledger: list[Act], now: datetime) -> None:
    total, then = score(ledger, now).total, stale_at(ledger, now)
    if then is None:
        assert total == 0
        return
    assert score(ledger, then).total < total
    if then - now > timedelta(minutes=2):
        assert score(ledger, then - timedelta(minutes=2)).total == total


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Every setting that the tuning page would take."""
    points = {key: draw(st.integers(0, 100)) for key in POINTS}
    points["not_now"] = draw(st.integers(-50, 0))
    half_lives = {kind: draw(st.integers(1, 200)) for kind in HALF_LIFE_DAYS}
    half_lives["not_now"] = draw(st.integers(max(half_lives.values()), 365))
    warm, left = sorted(draw(st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True)))
    return Model(1, points, half_lives, warm, draw(st.integers(left, 100)), left)


@given(models(), ledgers, acts(_yes))
def test_no_yes_takes_interest_away_whatever_the_setting(
    model: Model, ledger: list[Act], more: Act
) -> None:
    assert score([*ledger, more], NOW, model).total >= score(ledger, NOW, model).total


@given(models(), ledgers, later, st.randoms())
def test_receipts_add_up_in_any_order_whatever_the_setting(
    model: Model, ledger: list[Act], at: datetime, chance: random.Random
) -> None:
    receipt = score(ledger, at, model)
    assert sum(row.points for row in receipt.rows) == receipt.total
    shuffled = [*ledger]
    chance.shuffle(shuffled)
    assert score(shuffled, at, model).total == receipt.total
    assert band(shuffled, at, model) == band(ledger, at, model)


@given(models(), ledgers)
def test_interest_ends_at_nothing_and_only_sinks_between_acts_whatever_the_setting(
    model: Model, ledger: list[Act]
) -> None:
    ledger = [act for act in ledger if act.points_key != "not_now"]
    totals = [score(ledger, NOW + timedelta(days=days), model).total for days in (0, 1, 30, 9_000)]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] == 0


@given(models(), ledgers)
def test_hot_begins_at_its_limit_and_ends_once_whatever_the_setting(
    model: Model, ledger: list[Act]
) -> None:
    days = [NOW + timedelta(hours=hours) for hours in range(0, 24 * 60, 12)]
    bands = [band(ledger, day, model) == "hot" for day in days]
    assert bands == sorted(bands, reverse=True), "without an act nobody becomes hot again"
    since = hot_since(ledger, NOW, model)
    if since is not None:
        assert score(ledger, since, model).total >= model.hot_from
