from __future__ import annotations

from tests.funnel.checking.laws.examples import Q, faults, kinds_faults


def test_a_result_that_no_way_leads_to_is_named() -> None:
    assert kinds_faults(("outcomes[1].at_least", 300_000.0)) == [
        ("outcomes[1]", "No way through the quiz leads to 'much'. Change when it is given.")
    ]


def test_points_that_are_always_outweighed_reach_nobody() -> None:
    points = [
        (f"{Q}.questions[{number}].choices[{place}].points", {"discounter": 1, "planner": 3})
        for number in range(2)
        for place in range(2)
    ]
    assert faults([*points]) == [
        (
            f"{Q}.outcomes[0]",
            "No way through the quiz leads to 'discounter'. Change when it is given.",
        )
    ]


def test_the_default_may_be_out_of_reach() -> None:
    points = [
        (f"{Q}.questions[{number}].choices[{place}].points", {"discounter": 3, "planner": 1})
        for number in range(2)
        for place in range(2)
    ]
    assert faults([*points]) == []


def test_who_can_be_reached_only_from_elsewhere_is_reached() -> None:
    points = [
        (f"{Q}.questions[{number}].choices[{place}].points", {"planner": 1})
        for number in range(2)
        for place in range(2)
    ]
    asked = {
        "key": "more",
        "text": "More?",
        "show_if": {"fact": "source", "any_of": ["newsletter"]},
        "choices": [
            {"key": "a", "text": "A", "points": {"discounter": 9}},
            {"key": "b", "text": "B"},
        ],
    }
    assert faults([*points, (f"{Q}.questions[2]", asked)]) == []
