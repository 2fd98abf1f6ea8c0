"""Why this result, and which other one was near."""

from __future__ import annotations

import pytest

from quizzes.conditions import Facts
from quizzes.scoring import score
from tests.quizzes.factories import (
    STEP,
    Plain,
    make_choice,
    make_figure,
    make_outcome,
    make_question,
    make_quiz,
)


def points_question(key: str, **points: int) -> Plain:
    return make_question(key, choices=[make_choice("a", points=points), make_choice("b")])


@pytest.mark.parametrize(
    ("low", "middle", "high", "runner_up"),
    [
        (10, 8, 0, "middle"),
        (10, 7, 8, "high"),
        (10, 7, 7, ""),
        (10, 10, 0, "middle"),
        (10, 8, 8, "middle"),
        (-1, -1, -2, ""),
        (0, -5, -9, ""),
    ],
)
def test_four_fifths_of_the_points_is_near(
    low: int, middle: int, high: int, runner_up: str
) -> None:
    quiz = make_quiz(points_question("q1", low=low, middle=middle, high=high))
    assert score(quiz, {"q1": ("a",)}).runner_up == runner_up


@pytest.mark.parametrize(
    ("percent", "runner_up"), [(44, ""), (45, "high"), (49, "high"), (50, "low"), (56, "")]
)
def test_a_tier_is_near_within_five_points_of_percent(percent: int, runner_up: str) -> None:
    quiz = make_quiz(
        make_question(
            "q1",
            choices=[
                make_choice("a", topics={"money": percent}),
                make_choice("b", topics={"money": 100}),
                make_choice("c"),
            ],
        ),
        scoring="scorecard",
        outcome_by="tier",
        outcomes=[make_outcome("low", at_most=49), make_outcome("high", at_least=50)],
    )
    found = score(quiz, {"q1": ("a",)})
    assert (found.score, found.runner_up) == (percent, runner_up)


@pytest.mark.parametrize(("number", "runner_up"), [("900", ""), ("960", "high"), ("1001", "low")])
def test_a_range_is_near_within_five_percent_of_the_figure(number: str, runner_up: str) -> None:
    quiz = make_quiz(
        make_question("q1", "number", at_most=9999),
        scoring="calculator",
        outcome_by="range",
        decides="f",
        figures=[make_figure("f", "q1")],
        outcomes=[
            make_outcome("low", at_most=1000),
            make_outcome("high", at_least=1001),
            make_outcome("none"),
        ],
    )
    assert score(quiz, {"q1": (number,)}).runner_up == runner_up


def test_another_topic_is_near_with_four_fifths_of_the_percent() -> None:
    both = make_choice("a", topics={"money": 10, "time": 8})
    outcomes = [
        make_outcome("low"),
        make_outcome("middle", category="time"),
        make_outcome("high", category="money"),
    ]
    quiz = make_quiz(
        make_question("q1", choices=[both, make_choice("b")]),
        make_question("q2", choices=[make_choice("a", topics={"time": 2}), make_choice("b")]),
        outcome_by="category",
        outcomes=outcomes,
    )
    found = score(quiz, {"q1": ("a",), "q2": ("b",)})
    assert (found.outcome, found.topics) == ("high", {"money": 100, "time": 80})
    assert (found.runner_up, found.because) == ("middle", ("q1",))


def test_the_answers_that_gave_most_are_named_strongest_first() -> None:
    quiz = make_quiz(
        points_question("q1", high=1),
        points_question("q2", high=3),
        points_question("q3", low=5),
        points_question("q4", high=3),
        points_question("q5", high=2),
        points_question("q6", high=-1),
    )
    found = score(quiz, {f"q{place}": ("a",) for place in range(1, 7)})
    assert (found.outcome, found.because) == ("high", ("q2", "q4", "q5"))


def test_the_default_and_a_quiz_of_right_and_wrong_have_no_reasons() -> None:
    tied = make_quiz(points_question("q1", low=1, high=1), tie="default")
    assert score(tied, {"q1": ("a",)}).because == ()
    assert score(tied, {"q1": ("a",)}).runner_up == ""
    right = [make_choice("a", is_right=True, topics={"money": 3}), make_choice("b")]
    knowledge = make_quiz(
        make_question("q1", choices=right),
        scoring="knowledge",
        outcome_by="tier",
        outcomes=[make_outcome("high", at_least=1)],
    )
    found = score(knowledge, {"q1": ("a",)})
    assert (found.outcome, found.right, found.because) == ("high", ("q1",), ())


def test_a_range_names_the_questions_behind_its_figure() -> None:
    quiz = make_quiz(
        *(make_question(key, "number", is_optional=True) for key in ("a-1", "b", "c", "d", "e")),
        scoring="calculator",
        outcome_by="range",
        decides="last",
        figures=[
            make_figure("first", "e + 1"),
            make_figure("unused", "b"),
            make_figure("last", "known(a_1, 0) + known(d, 0) + first"),
        ],
        outcomes=[make_outcome("low"), make_outcome("high", at_least=0)],
    )
    answers = {"a-1": ("1",), "b": ("1",), "c": ("1",), "d": (), "e": ("2",)}
    found = score(quiz, answers)
    assert (found.outcome, found.figures["last"], found.because) == ("high", 4, ("a-1", "e"))


def test_a_rule_names_what_holds_of_it_and_nothing_that_is_denied() -> None:
    def asked(fact: str, question: str, step: str = STEP, **more: object) -> Plain:
        return {"fact": fact, "step": step, "question": question, **more}

    rule = {
        "all": [
            {
                "any": [
                    asked("answer", "q1", any_of=["b"]),
                    asked("number", "q2", at_least=3),
                    asked("answered", "q2"),
                ]
            },
            {"not": asked("answer", "q3", any_of=["b"])},
            asked("answer", "q4", step="other", any_of=["a"]),
            {"fact": "source", "any_of": ["direct"]},
        ]
    }
    quiz = make_quiz(
        make_question("q1"),
        make_question("q2", "number"),
        make_question("q3"),
        make_question("q4"),
        outcome_by="rule",
        outcomes=[make_outcome("low"), make_outcome("high", when=rule)],
    )
    answers: dict[str, tuple[str, ...]] = {
        "q1": ("a",),
        "q2": ("4",),
        "q3": ("a",),
        "q4": ("b",),
    }
    facts = Facts(
        answers={
            **{(STEP, key): values for key, values in answers.items()},
            ("other", "q4"): ("a",),
        }
    )
    found = score(quiz, answers, facts)
    assert (found.outcome, found.because) == ("high", ("q2",))
