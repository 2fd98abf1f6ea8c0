"""A step under each kind of condition is on the way of whom it is for, and of nobody else."""

from __future__ import annotations

import pytest

from funnel.models import Publication
from tests.funnel.factories import make_publication
from tests.funnel.journey.step_conditions import CASES, THOUGHT, Visit, document_with
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

FIELDS = {"figure": "answer"}


def came_past(publication: Publication, visit: Visit, field: str) -> list[str]:
    """The heading of every screen behind the poll."""
    visitor = Visitor(publication)
    visitor.client.defaults["HTTP_USER_AGENT"] = visit.agent
    visitor.client.defaults["HTTP_ACCEPT_LANGUAGE"] = visit.language
    visitor.land(visit.query)
    for answer in visit.answers:
        visitor.press(**{field: answer})
    assert visitor.screen == "result"
    visitor.press(act="next")
    visitor.press(**({"choice": visit.tap} if visit.tap else {"act": "skip"}))
    seen = []
    for _ in range(3):
        seen.append(visitor.heading)
        if visitor.screen == "offer":
            break
        visitor.press(act="next")
    assert visitor.screen == "offer"
    return seen


@pytest.mark.parametrize("fact", CASES)
def test_step_stands_on_the_way_of_whom_its_condition_is_for(fact: str) -> None:
    case, field = CASES[fact], FIELDS.get(fact, "choice")
    publication = make_publication(document_with(case.condition))
    assert THOUGHT in came_past(publication, case.holds, field)
    assert THOUGHT not in came_past(publication, case.fails, field)
