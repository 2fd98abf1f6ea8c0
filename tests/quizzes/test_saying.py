"""Answers and figures in words."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from quizzes.document import FigureDoc
from quizzes.saying import figure_said, said
from tests.laws import cases
from tests.quizzes.factories import KINDS, Plain, make_question, make_quiz


@pytest.mark.parametrize(
    ("question", "values", "words"),
    [
        ({"kind": "single"}, ("b",), "Choice b"),
        ({"kind": "single"}, ("gone",), ""),
        ({"kind": "single", "is_optional": True}, (), ""),
        ({"kind": "multiple"}, ("a", "c"), "Choice a, Choice c"),
        ({"kind": "ranking"}, ("c", "a", "b"), "1. Choice c, 2. Choice a, 3. Choice b"),
        ({"kind": "scale", "first": 0, "last": 10}, ("7",), "7 of 10"),
        ({"kind": "number", "unit": "hours"}, ("12.5",), "12.5 hours"),
        ({"kind": "number"}, ("1985",), "1985"),
        ({"kind": "number", "unit": "€"}, ("12500",), "€12,500"),
        ({"kind": "date"}, ("2026-11-23",), "Nov. 23, 2026"),
        ({"kind": "date"}, ("2026-11-31",), ""),
        ({"kind": "long_text"}, ("Two\nlines",), "Two\nlines"),
    ],
)
def test_an_answer_in_words(question: Plain, values: tuple[str, ...], words: str) -> None:
    [found] = make_quiz(make_question("q1", **question)).questions
    assert said(found, values) == words


def test_an_answer_in_the_language_of_the_reader() -> None:
    number, day = make_quiz(
        make_question("q1", "number", unit="Stunden"), make_question("q2", "date")
    ).questions
    with override("de"):
        assert said(number, ("12.5",)) == "12,5 Stunden"
        assert said(day, ("2026-11-23",)) == "23. November 2026"


@cases(200)
@given(
    kind=st.sampled_from(KINDS),
    values=st.lists(st.text(max_size=12) | st.sampled_from(["a", "1", "yes"]), max_size=4),
    language=st.sampled_from(["en", "de", "es", "ar"]),
)
def test_said_never_raises(kind: str, values: list[str], language: str) -> None:
    [question] = make_quiz(make_question("q1", kind)).questions
    with override(language):
        assert isinstance(said(question, tuple(values)), str)


@pytest.mark.parametrize(
    ("fields", "value", "words"),
    [
        ({"unit": "€", "is_unit_first": True, "round_to": 10}, 380.0, "€380"),
        ({"unit": "€", "is_unit_first": True}, -12_500.0, "-€12,500"),
        ({"unit": "CHF", "is_unit_first": True, "round_to": 0.05}, 3.0, "CHF 3.00"),
        ({"unit": "hours"}, 12.0, "12 hours"),
        ({"unit": "%", "round_to": 0.1}, 0.3, "0.3 %"),
        ({"unit": "£"}, 60.0, "£60"),
        ({}, 1234.0, "1,234"),
    ],
)
def test_a_figure_in_words(fields: Plain, value: float, words: str) -> None:
    figure = FigureDoc(key="cost", name="Cost", formula="1", **fields)
    assert figure_said(figure, value) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "-€12,500"),
        ("en-gb", "-€12,500"),
        ("de", "-12.500\u00a0€"),
        ("es", "-12\u00a0500\u00a0€"),
        ("ar", "-12500\u00a0€"),
    ],
)
@pytest.mark.parametrize("is_unit_first", [True, False])
def test_a_currency_sign_where_the_language_puts_it(
    language: str, words: str, is_unit_first: bool
) -> None:
    figure = FigureDoc(key="cost", name="Cost", formula="1", unit="€", is_unit_first=is_unit_first)
    with override(language):
        assert figure_said(figure, -12_500.0) == words


def test_another_unit_where_its_figure_puts_it_in_any_language() -> None:
    figure = FigureDoc(key="cost", name="Cost", formula="1", unit="CHF", is_unit_first=True)
    with override("de"):
        assert figure_said(figure, 380.0) == "CHF 380"
