"""Figures: rounded, within their bounds, left out where something is missing or breaks."""

from __future__ import annotations

import logging

import pytest

from quizzes.formulas import figures_of
from tests.quizzes.factories import Plain, make_choice, make_figure, make_question, make_quiz

_PAID = [make_choice("a", value=10), make_choice("b", value=-2.5), make_choice("c")]


def figures(formula: str, question: Plain, values: tuple[str, ...]) -> dict[str, float]:
    quiz = make_quiz(make_question("q1", **question), figures=[make_figure("f", formula)])
    return figures_of(quiz, {"q1": values})


@pytest.mark.parametrize(
    ("question", "values", "number"),
    [
        ({"kind": "number"}, ("7",), 7),
        ({"kind": "scale"}, ("4",), 4),
        ({"kind": "single", "choices": _PAID}, ("a",), 10),
        ({"kind": "single", "choices": _PAID}, ("c",), None),
        ({"kind": "multiple", "choices": _PAID}, ("a", "b", "c"), 8),
        ({"kind": "multiple", "choices": _PAID}, ("c",), 0),
        ({"kind": "multiple"}, ("a",), None),
        ({"kind": "ranking", "choices": _PAID}, ("a", "b", "c"), None),
        ({"kind": "short_text"}, ("7",), None),
        ({"kind": "number", "is_optional": True}, (), None),
    ],
)
def test_what_an_answer_counts(
    question: Plain, values: tuple[str, ...], number: float | None
) -> None:
    assert figures("q1", question, values) == ({} if number is None else {"f": number})


def test_figures_stand_on_those_before_them_as_rounded_and_bounded() -> None:
    quiz = make_quiz(
        make_question("hours-a-week", "number", at_most=80, decimals=1),
        figures=[
            make_figure("a-month", "hours_a_week * 4.3", round_to=10),
            make_figure("capped", "a_month * 100", at_least=0, at_most=2000.5),
            make_figure("left", "known(nobody, 1) + capped"),
            make_figure("half", "a_month / 4", round_to=0.5),
        ],
    )
    found = figures_of(quiz, {"hours-a-week": ("12.5",)})
    assert found == {"a-month": 50, "capped": 2000.5, "half": 12.5}
    assert list(found) == ["a-month", "capped", "half"]


def test_what_answers_break_is_left_out_with_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    quiz = make_quiz(
        make_question("hours", "number"),
        figures=[make_figure("cost", "100 / hours"), make_figure("more", "cost + 1")],
    )
    with caplog.at_level(logging.WARNING, logger="quizzes.formulas"):
        assert figures_of(quiz, {"hours": ("0",)}) == {}
    assert [(each.name, each.levelname, each.getMessage()) for each in caplog.records] == [
        (
            "quizzes.formulas",
            "WARNING",
            "The figure cost could not be worked out: it divides by zero",
        )
    ]
