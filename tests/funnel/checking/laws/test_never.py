from __future__ import annotations

import pytest

from funnel.checking.laws import check_document
from tests.funnel.journey.documents import (
    Plain,
    document_of,
    gift,
    offer,
    scored_quiz,
    statement,
)

PLANNER: Plain = {"fact": "outcome", "any_of": ["planner"]}
JUGGLER: Plain = {"fact": "outcome", "any_of": ["juggler"]}


def deep(least: int) -> Plain:
    return {"fact": "depth", "at_least": least}


def faults(condition: Plain) -> list[tuple[str, str]]:
    """Before the condition one tap and a checklist can be said yes to: 3 small yeses."""
    document = document_of(
        [scored_quiz(), gift("checklist"), statement("rare", condition), offer()]
    )
    return [(fault.path, fault.message) for fault in check_document(document)]


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [PLANNER, JUGGLER]},
        {"all": [deep(4), PLANNER]},
        {"not": {"any": [{"not": PLANNER}, {"not": JUGGLER}]}},
    ],
)
def test_a_step_that_nobody_can_see_is_a_fault(condition: Plain) -> None:
    assert faults(condition) == [
        (
            "steps[2].show_if",
            (
                "Nobody ever sees this step: before it there is no result that this fits,"
                " or there are at most 3 small yeses. Change when it is shown."
            ),
        )
    ]


@pytest.mark.parametrize("condition", [PLANNER, {"any": [PLANNER, JUGGLER]}, deep(3)])
def test_a_step_that_some_can_see_is_none(condition: Plain) -> None:
    assert faults(condition) == []
