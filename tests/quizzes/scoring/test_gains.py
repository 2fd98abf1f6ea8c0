"""What one answer gives, and the least and most it could have given."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from quizzes.document import MultipleDoc, QuestionDoc, QuizDoc, RankingDoc
from quizzes.scoring.gains import Gain, gain, is_right_answer, nothing
from tests.laws import cases
from tests.quizzes.factories import (
    Plain,
    answers,
    make_choice,
    make_question,
    make_quiz,
    quizzes,
)


def every_answer(question: QuestionDoc) -> list[tuple[str, ...]]:
    """All there are but a skip; none for what is typed."""
    keys = [choice.key for choice in question.options]
    match question:
        case MultipleDoc():
            counts = range(question.min_picks, question.most + 1)
            return [picked for count in counts for picked in combinations(keys, count)]
        case RankingDoc():
            return list(permutations(keys))
        case _:
            return [(key,) for key in keys]


@cases(200)
@given(quiz=quizzes(scoring="scorecard", most=1))
def test_low_and_high_are_the_least_and_most_of_every_answer(quiz: QuizDoc) -> None:
    [question] = quiz.questions
    found = [gain(quiz, question, values) for values in every_answer(question)]
    for place in range(len(quiz.topics)):
        got = [each.got[place] for each in found] or [0]
        assert {each.low[place] for each in found} <= {min(got)}
        assert {each.high[place] for each in found} <= {max(got)}


@cases(200)
@given(quiz=quizzes(), data=st.data())
def test_gains_add_up_in_any_order_and_nothing_adds_nothing(
    quiz: QuizDoc, data: DataObject
) -> None:
    gains = [gain(quiz, each, data.draw(answers(each))) for each in quiz.questions]
    forth, back = Gain(), nothing(quiz)
    for one, other in zip(gains, reversed(gains), strict=True):
        forth, back = forth + one, back + other
    assert forth == back == forth + nothing(quiz)
    assert hash(forth) == hash(back)


def test_a_skip_gains_nothing() -> None:
    quiz = make_quiz(make_question("q1", is_optional=True))
    assert gain(quiz, quiz.questions[0], ()) == Gain((0, 0, 0), (0, 0), (0, 0), (0, 0), 0, 0)


def test_several_picks_add_up() -> None:
    choices = [
        make_choice("a", points={"low": 1}, topics={"money": 4}),
        make_choice("b", points={"low": 2, "high": -1}, topics={"money": -1}),
        make_choice("c", topics={"money": 2, "time": 1}),
    ]
    quiz = make_quiz(make_question("q1", "multiple", choices=choices, min_picks=2, max_picks=2))
    found = gain(quiz, quiz.questions[0], ("a", "b"))
    assert found == Gain((3, 0, -1), (3, 0), (1, 0), (6, 1))


def test_a_place_in_the_order_counts_once_per_choice_below() -> None:
    choices = [
        make_choice(key, topics={"money": points})
        for key, points in zip("abc", (5, 1, -2), strict=True)
    ]
    quiz = make_quiz(make_question("q1", "ranking", choices=choices))
    found = gain(quiz, quiz.questions[0], ("b", "a", "c"))
    assert found == Gain((0, 0, 0), (7, 0), (-3, 0), (11, 0))


def test_a_scale_counts_per_step() -> None:
    quiz = make_quiz(make_question("q1", "scale", topics={"time": -2}, points={"high": 1}))
    found = gain(quiz, quiz.questions[0], ("4",))
    assert found == Gain((0, 0, 3), (0, -6), (0, -8), (0, 0))


_RIGHT = [make_choice("a", is_right=True), make_choice("b"), make_choice("c", is_right=True)]


@pytest.mark.parametrize(
    ("question", "values", "expected"),
    [
        ({"kind": "single", "choices": _RIGHT}, ("a",), True),
        ({"kind": "single", "choices": _RIGHT}, ("b",), False),
        ({"kind": "single"}, ("b",), None),
        ({"kind": "single", "choices": _RIGHT}, (), None),
        ({"kind": "multiple", "choices": _RIGHT}, ("a", "c"), True),
        ({"kind": "multiple", "choices": _RIGHT}, ("a",), False),
        ({"kind": "multiple", "choices": _RIGHT}, ("a", "b", "c"), False),
        ({"kind": "multiple"}, ("a",), None),
        ({"kind": "number", "decimals": 1, "right": 3.3, "tolerance": 0.1}, ("3.4",), True),
        ({"kind": "number", "decimals": 1, "right": 3.3, "tolerance": 0.1}, ("3.5",), False),
        ({"kind": "number"}, ("3",), None),
        ({"kind": "short_text", "accepted": ["New York"]}, ("new  YORK ",), True),
        ({"kind": "short_text", "accepted": ["Straße"]}, ("STRASSE",), True),
        ({"kind": "short_text", "accepted": ["New York"]}, ("Newyork",), False),
        ({"kind": "short_text"}, ("x",), None),
        ({"kind": "scale"}, ("3",), None),
        ({"kind": "ranking", "choices": _RIGHT}, ("a", "b", "c"), None),
        ({"kind": "date"}, ("2026-01-01",), None),
    ],
)
def test_right_or_wrong(question: Plain, values: tuple[str, ...], expected: bool | None) -> None:
    [found] = make_quiz(make_question("q1", **question)).questions
    assert is_right_answer(found, values) is expected
