"""Which result wins: ties, topics, the ends of tiers and ranges, rules in order."""

from __future__ import annotations

import pytest

from quizzes.conditions import Facts
from quizzes.document import OutcomeDoc, QuizDoc
from quizzes.scoring.choosing import Standing, Verdict, choose, is_within
from quizzes.scoring.gains import Gain
from tests.quizzes.factories import Plain, make_outcome, make_question, make_quiz


def chosen(quiz: QuizDoc, **standing: object) -> Verdict:
    return choose(quiz, Standing(**standing), Facts())  # type: ignore[arg-type]  # its own fields


@pytest.mark.parametrize(
    ("rule", "gain", "expected"),
    [
        ({}, Gain(), Verdict("middle", is_tie=True)),
        ({"tie": "default"}, Gain(), Verdict("low", is_tie=True, is_default=True)),
        ({"tie": "question"}, Gain(points=(9, 1, 2)), Verdict("high", is_tie=True)),
        ({"tie": "question"}, Gain(points=(9, 1, 1)), Verdict("middle", is_tie=True)),
        ({"tie": "question"}, Gain(points=(0, -3, -1)), Verdict("high", is_tie=True)),
        ({"tie": "question"}, Gain(), Verdict("middle", is_tie=True)),
    ],
)
def test_a_tie_of_points_is_broken_by_the_rule(rule: Plain, gain: Gain, expected: Verdict) -> None:
    quiz = make_quiz(make_question("q1"), **rule)
    points = {"low": 1, "middle": 3, "high": 3}
    assert chosen(quiz, points=points, tie_gain=gain) == expected


def test_less_than_nothing_loses_to_nothing() -> None:
    quiz = make_quiz(make_question("q1"))
    assert chosen(quiz, points={"low": -2, "middle": -1, "high": -3}) == Verdict("middle")
    assert chosen(quiz, points={"low": 0, "middle": 0, "high": 0}) == Verdict("low", False, True)


@pytest.mark.parametrize(
    ("topics", "rule", "gain", "expected"),
    [
        ({"money": 40, "time": 60}, {}, Gain(), Verdict("middle")),
        ({"money": 40}, {}, Gain(), Verdict("high")),
        ({"money": 60, "time": 60}, {}, Gain(), Verdict("high", is_tie=True)),
        (
            {"money": 60, "time": 60},
            {"tie": "question"},
            Gain(got=(1, 2)),
            Verdict("middle", is_tie=True),
        ),
        ({}, {}, Gain(), Verdict("low", is_default=True)),
    ],
)
def test_the_highest_topic_that_this_path_reached_wins(
    topics: Plain, rule: Plain, gain: Gain, expected: Verdict
) -> None:
    outcomes = [
        make_outcome("high", category="money"),
        make_outcome("middle", category="time"),
        make_outcome("low"),
        make_outcome("last", category="money"),
    ]
    quiz = make_quiz(make_question("q1"), outcome_by="category", outcomes=outcomes, **rule)
    assert chosen(quiz, topics=topics, tie_gain=gain) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (None, Verdict("low", is_default=True)),
        (0, Verdict("low")),
        (33, Verdict("low")),
        (34, Verdict("low", is_default=True)),
        (50, Verdict("middle")),
        (66, Verdict("middle")),
        (67, Verdict("high")),
    ],
)
def test_both_ends_of_a_tier_are_inside_and_the_first_wins(
    number: int | None, expected: Verdict
) -> None:
    outcomes = [
        make_outcome("low", at_most=33),
        make_outcome("middle", at_least=50, at_most=66),
        make_outcome("high", at_least=60),
    ]
    scored = {"scoring": "scorecard", "outcomes": outcomes}
    tiers = make_quiz(make_question("q1"), outcome_by="tier", **scored)
    assert chosen(tiers, score=number) == expected
    ranges = make_quiz(make_question("q1"), outcome_by="range", decides="f", **scored)
    assert chosen(ranges, figures={} if number is None else {"f": float(number)}) == expected


def test_no_end_at_all_is_no_range() -> None:
    words = make_outcome("low")
    outcome = OutcomeDoc.model_validate(words)
    assert not is_within(outcome, 5)


def test_the_first_rule_that_holds_wins() -> None:
    direct: Plain = {"fact": "source", "any_of": ["direct"]}
    outcomes = [
        make_outcome("low"),
        make_outcome("middle", when={"not": direct}),
        make_outcome("high", when=direct),
        make_outcome("last", when=direct),
    ]
    quiz = make_quiz(make_question("q1"), outcome_by="rule", outcomes=outcomes)
    assert choose(quiz, Standing(), Facts()) == Verdict("high")
    assert choose(quiz, Standing(), Facts(source="x")) == Verdict("middle")
    only = make_quiz(make_question("q1"), outcome_by="rule", outcomes=outcomes[:2])
    assert choose(only, Standing(), Facts()) == Verdict("low", is_default=True)
