from __future__ import annotations

from tests.funnel.checking.laws.examples import Edits, Q, faults, kinds_faults


def test_a_formula_that_cannot_work_is_named() -> None:
    found = kinds_faults(("figures[1].formula", "lost / 0"))
    assert [path for path, _sentence in found] == ["figures[1].formula"]
    found = kinds_faults(("figures[1].formula", "lost *"), ("figures[0].formula", "sea"))
    assert [path for path, _sentence in found] == ["figures[0].formula", "figures[1].formula"]


def test_bounds_of_a_figure_are_the_right_way_round() -> None:
    assert kinds_faults(("figures[0].at_most", -1.0)) == [
        ("figures[0].at_most", "at_most is below at_least.")
    ]


def test_two_keys_that_formulas_call_the_same() -> None:
    found = kinds_faults(("questions[1].key", "a-b"), ("questions[3].key", "a_b"))
    assert found == [
        ("questions[3].key", "In formulas both 'a-b' and 'a_b' are a_b. Use another key.")
    ]


def test_a_figure_belongs_to_one_quiz_and_stands_once() -> None:
    figure = {"key": "lost", "name": "Again", "formula": "1"}
    edits: Edits = [(f"{Q}.figures", [figure]), ("steps[1].quiz.figures", [figure])]
    assert faults(edits, is_rich=True) == [
        (
            "steps[1].quiz.figures[0].key",
            "The figure 'lost' belongs to steps[0]. Use another key.",
        )
    ]
    assert (
        f"{Q}.figures[1].key",
        f"The key 'lost' is taken by {Q}.figures[0]. Use another.",
    ) in faults([(f"{Q}.figures", [figure, figure])])
