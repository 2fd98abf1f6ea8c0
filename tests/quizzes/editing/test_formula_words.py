from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.editing.formula_words import (
    FormulaRefusedError,
    offered,
    spoken_formula,
    written_formula,
)
from quizzes.models import Figure, Question

NAMES = {"how_many": "How many hours?", "rate": "Your rate", "q_2nd": "The second"}
_NAMES = st.sampled_from(sorted(NAMES))
_TERMS = st.one_of(_NAMES, st.integers(0, 99).map(str), st.sampled_from(["0.5", "4.3"]))
_FORMULAS = st.recursive(
    _TERMS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("known({}, {})".format, _NAMES, inner),
    ),
    max_leaves=8,
)


@given(_FORMULAS)
def test_a_formula_comes_back_as_it_was(formula: str) -> None:
    said = spoken_formula(formula, NAMES)

    assert written_formula(said, NAMES) == formula
    assert not any(f" {name} " in f" {said} " for name in NAMES)


def test_a_formula_is_said_with_the_words_of_its_questions() -> None:
    assert spoken_formula("known(how_many, 40) * 4.3 - rate", NAMES) == (
        "known([How many hours?], 40) * 4.3 - [Your rate]"
    )


def test_names_are_found_whatever_their_capitals_and_spaces() -> None:
    assert written_formula("[ how MANY  hours? ] * 2", NAMES) == "how_many * 2"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("[How much?] * 2", "There is no question or figure called “How much?”."),
        ("hours * 2", "“hours” is not known here. Write names in square brackets."),
        (
            "[Your rate] *",
            (
                "In this formula: it cannot be read: use numbers, names, + - * / and the functions"
                " that are listed."
            ),
        ),
        ("sin([Your rate])", "In this formula: there is no function called “sin”."),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(said: str, sentence: str) -> None:
    with pytest.raises(FormulaRefusedError) as refused:
        written_formula(said, NAMES)

    assert str(refused.value) == sentence


def test_names_offered_are_those_of_numbers_and_never_stand_twice() -> None:
    questions = [
        Question(key="a-b", kind="number", text="How [many]?"),
        Question(key="c", kind="scale", text="how many?"),
        Question(key="d", kind="short_text", text="What?"),
        Question(key="2e", kind="yes_no", text="Really?"),
    ]

    assert offered(questions, [Figure(key="cost", name="Cost")]) == {
        "a_b": "How many?",
        "c": "how many? (2)",
        "q_2e": "Really?",
        "cost": "Cost",
    }
