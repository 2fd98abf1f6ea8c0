"""Formulas that break at some bound of what they count are found before anybody answers."""

from __future__ import annotations

import logging
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.document import QuizDoc
from quizzes.formulas import formula_faults
from quizzes.formulas.figures import figures_of
from tests.laws import cases
from tests.quizzes.factories import (
    Plain,
    make_choice,
    make_figure,
    make_question,
    make_quiz,
    quizzes,
    random_answer,
)


def faults(*formulas: str, questions: tuple[Plain, ...] = ()) -> list[tuple[int, str]]:
    asked = questions or (
        make_question("hours", "number", at_least=0, at_most=10),
        make_question("rate", "number", at_least=1, at_most=5),
        make_question("name", "short_text"),
    )
    listed = [make_figure(f"f{place}", formula) for place, formula in enumerate(formulas)]
    return formula_faults(make_quiz(*asked, figures=listed))


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("rate / hours", "The formula of “F0” does not work for hours = 0, rate = 1:"),
        ("1 / (hours - 8)", "does not work for hours = 8: it divides by zero."),
        ("1 / (hours - 10)", "does not work for hours = 10: it divides by zero."),
        ("1 / (hours - 5)", "does not work for hours = 5: it divides by zero."),
        ("sqrt(rate - 3)", "does not work for rate = 1: it takes the root"),
        ("10 ** (hours * 60)", "the number becomes too large"),
        ("1 / 0", "The formula of “F0” does not work: it divides by zero."),
        ("hours +", "The formula of “F0” does not work: it cannot be read"),
        ("weeks * 2", "Nothing called “weeks” is known here."),
        ("f0 + 1", "Nothing called “f0” is known here."),
        ("name * 2", "The answers to “name” are no numbers."),
    ],
)
def test_a_formula_that_breaks_is_named_with_what_breaks_it(formula: str, sentence: str) -> None:
    [(place, found)] = faults(formula)
    assert (place, sentence in found) == (0, True), found


@pytest.mark.parametrize(
    "formula",
    ["hours / rate", "rate / hours if hours else 0", "sqrt(hours) ** 2", "known(hours, 1)"],
)
def test_a_formula_that_works_everywhere_has_no_fault(formula: str) -> None:
    assert faults(formula, "f0 * 2") == []


def test_a_fault_of_an_earlier_figure_is_told_once_and_of_a_later_one_at_its_place() -> None:
    assert [place for place, _ in faults("rate / hours", "f0 + 1", "1 / (rate - 1)")] == [0, 2]


def test_the_rounding_of_an_earlier_figure_counts() -> None:
    assert [place for place, _ in faults("rate / 20", "1 / f0")] == [1]


def test_what_may_be_skipped_or_hidden_is_tried_as_unknown() -> None:
    ends = [make_choice("a", value=1, go_to="end"), make_choice("b", value=2)]
    questions = (
        make_question("first", choices=ends),
        make_question("late", "number", at_least=1),
        make_question("free", "number", at_least=1, is_optional=True),
    )
    assert faults("1 / (known(late, 0))", questions=questions) != []
    assert faults("1 / (known(free, 0))", questions=questions) != []
    assert faults("1 / late + 1 / free + 1 / first", questions=questions) == []


def test_sums_of_several_picks_are_tried_within_what_may_be_picked() -> None:
    choices = [make_choice(key, value=value) for key, value in zip("abc", (3, -3, 5), strict=True)]
    free = make_question("q1", "multiple", choices=choices)
    two = {**free, "min_picks": 2}
    three = {**free, "min_picks": 3}
    assert [len(faults("1 / q1", questions=(each,))) for each in (free, two, three)] == [1, 1, 0]


def test_two_things_of_one_name_are_named() -> None:
    asked = make_question("f0", "number")
    assert faults("1", questions=(asked,)) == [
        (0, "“f0” is already the name of something else in formulas.")
    ]


def test_many_questions_are_tried_without_trying_everything() -> None:
    asked = tuple(make_question(f"q{place}", "number", at_most=9) for place in range(12))
    total = " + ".join(each["key"] for each in asked)
    assert len(faults(f"1 / ({total})", questions=asked)) == 1
    assert faults(f"1 / ({total} + 1)", questions=asked) == []


@cases(200)
@given(
    quiz=quizzes(scoring="calculator", kinds=("single", "scale", "yes_no", "multiple")),
    seed=st.integers(0, 2**32),
)
def test_without_a_fault_no_answer_breaks_a_formula(quiz: QuizDoc, seed: int) -> None:
    random = Random(seed)
    if formula_faults(quiz):
        return
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("quizzes.formulas")
    logger.addHandler(handler)
    try:
        figures_of(quiz, {each.key: random_answer(each, random) for each in quiz.questions})
    finally:
        logger.removeHandler(handler)
    assert told == []
