from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.fit import GOOD, OUT, POOR, UNKNOWN, VERY_GOOD, Fit, Reason, Rule, fit
from leads.models import VisitFacts
from tests.leads.factories import NOW, ago


def rule(value: str, weight: int, *, question: str = "size", funnel: int = 1) -> Rule:
    return Rule(funnel, "quiz", question, value, weight, f"{question}?", value.title())


def visit(at: datetime = NOW, *, funnel: int = 1, **answers: Any) -> VisitFacts:  # Any: lists
    rows: list[dict[str, Any]] = [
        {"step": "quiz", "question": question, "values": values}
        for question, values in answers.items()
    ]
    return VisitFacts(visit_id=1, funnel_id=funnel, answers=rows, started_at=at, updated_at=at)


RULES = [
    rule("big", VERY_GOOD),
    rule("middle", GOOD),
    rule("small", POOR),
    rule("none", OUT),
    rule("soon", GOOD, question="when"),
    rule("never", POOR, question="when"),
]


@pytest.mark.parametrize(
    ("answers", "grade", "total"),
    [
        ({}, UNKNOWN, 0),
        ({"other": ["big"]}, UNKNOWN, 0),
        ({"size": ["big"]}, "A", 2),
        ({"size": ["middle"]}, "B", 1),
        ({"size": ["middle"], "when": ["soon"]}, "A", 2),
        ({"size": ["big"], "when": ["never"]}, "B", 1),
        ({"size": ["small"]}, "C", -1),
        ({"size": ["unheard of"]}, "C", 0),
        ({"size": ["none"], "when": ["soon"]}, "D", 1),
        ({"size": []}, UNKNOWN, 0),
    ],
)
def test_fit_is_made_of_what_was_answered(answers: dict[str, Any], grade: str, total: int) -> None:
    found = fit(RULES, [visit(**answers)])
    assert (found.grade, found.total) == (grade, total)


def test_fit_says_why_heaviest_first() -> None:
    found = fit(RULES, [visit(size=["none"], when=["soon"])])
    assert found.reasons == (
        Reason("size?", "None", OUT),
        Reason("when?", "Soon", GOOD),
    )
    assert [each.is_out for each in found.reasons] == [True, False]


def test_the_newest_visit_wins_question_by_question() -> None:
    visits = [
        visit(NOW, size=["small"]),
        visit(ago(days=3), size=["big"], when=["soon"]),
        visit(ago(days=1), funnel=2, size=["none"]),
    ]
    assert fit(RULES, visits).grade == "C"
    assert fit(RULES, visits[1:]).grade == "A"


def test_without_rules_nothing_is_known() -> None:
    assert fit([], [visit(size=["big"])]) == Fit(UNKNOWN, ())


weights = st.sampled_from([VERY_GOOD, GOOD, POOR, OUT])
rules = st.lists(
    st.builds(rule, st.sampled_from("abc"), weights, question=st.sampled_from(["size", "when"])),
    max_size=6,
)
visits = st.lists(
    st.builds(
        visit,
        st.integers(0, 9).map(lambda days: ago(days=days)),
        size=st.lists(st.sampled_from("abc"), max_size=2, unique=True),
        when=st.lists(st.sampled_from("abc"), max_size=1),
    ),
    max_size=3,
    unique_by=lambda each: each.updated_at,
)


@given(rules, visits, st.randoms())
def test_fit_knows_no_order_and_a_d_has_a_reason(
    rules: list[Rule], visits: list[VisitFacts], chance: Any
) -> None:
    found = fit(rules, visits)
    shuffled = [*rules], [*visits]
    for each in shuffled:
        chance.shuffle(each)
    again = fit(*shuffled)
    assert (again.grade, again.total) == (found.grade, found.total)
    assert (found.grade == "D") == any(each.is_out for each in found.reasons)
