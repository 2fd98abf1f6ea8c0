"""Laws of conditions: three-valued logic settles and never changes its mind."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from quizzes.conditions import (
    AnswerIs,
    AnswerNumberIs,
    Condition,
    Facts,
    IsAnswered,
    Leaf,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
    holds,
    leaves,
    verdict,
)
from tests.funnel.journey.documents import OUTCOMES, TOPICS
from tests.funnel.journey.random_documents import SOURCES, Known, random_condition
from tests.laws import cases

adapter: TypeAdapter[Condition] = TypeAdapter(Condition)
KNOWN = Known([("quiz", "q1", ("a", "b")), ("quiz", "q2", ("a", "b", "c"))], has_result=True)
randoms = st.integers(0, 2**32).map(Random)


def a_condition(random: Random) -> Condition:
    return adapter.validate_json(json.dumps(random_condition(KNOWN, random, depth=3)))


def some_facts(random: Random) -> Facts:
    return Facts(
        answers={
            (step, key): (random.choice(choices),)
            for step, key, choices in KNOWN.questions
            if random.random() < 0.7
        },
        outcome=random.choice(["", *OUTCOMES]),
        topics={topic: random.randint(0, 100) for topic in TOPICS if random.random() < 0.7},
        source=random.choice(SOURCES),
        depth=random.randint(0, 20),
    )


@cases(200)
@given(random=randoms)
def test_a_settled_verdict_is_what_holds_whatever_the_open_facts_become(random: Random) -> None:
    condition, facts, later = a_condition(random), some_facts(random), some_facts(random)
    open_kinds = {
        kind for kind in (AnswerIs, OutcomeIs, SourceIs, NumberIs) if random.random() < 0.4
    }
    mixed = Facts(
        answers=later.answers if AnswerIs in open_kinds else facts.answers,
        outcome=later.outcome if OutcomeIs in open_kinds else facts.outcome,
        topics=later.topics if NumberIs in open_kinds else facts.topics,
        source=later.source if SourceIs in open_kinds else facts.source,
        depth=later.depth if NumberIs in open_kinds else facts.depth,
    )
    found = verdict(condition, facts, lambda leaf: type(leaf) in open_kinds)
    if found is not None:
        assert found == holds(condition, mixed)


@cases(200)
@given(random=randoms)
def test_nothing_open_is_the_same_as_holds(random: Random) -> None:
    condition, facts = a_condition(random), some_facts(random)
    assert verdict(condition, facts, lambda _leaf: False) is holds(condition, facts)


@cases(200)
@given(random=randoms)
def test_not_turns_a_condition_around_and_keeps_its_leaves(random: Random) -> None:
    condition, facts = a_condition(random), some_facts(random)
    turned = NotOf(none=condition)
    assert holds(turned, facts) is not holds(condition, facts)
    assert leaves(turned) == leaves(condition)


@cases(200)
@given(random=randoms)
def test_a_condition_survives_the_portable_file(random: Random) -> None:
    condition = a_condition(random)
    assert adapter.validate_json(condition.model_dump_json(by_alias=True)) == condition


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (AnswerIs(fact="answer", step="quiz", question="q1", any_of=("a", "b")), True),
        (AnswerIs(fact="answer", step="quiz", question="q1", any_of=("b",)), False),
        (AnswerIs(fact="answer", step="poll", question="q1", any_of=("a",)), False),
        (OutcomeIs(fact="outcome", any_of=("planner",)), True),
        (SourceIs(fact="source", any_of=("newsletter",)), False),
        (NumberIs(fact="depth", at_least=3), True),
        (NumberIs(fact="depth", at_least=4), False),
        (NumberIs(fact="depth", at_most=3), True),
        (NumberIs(fact="topic", of="money", at_least=10, at_most=50), True),
        (NumberIs(fact="topic", of="time", at_least=0), False),
        (NumberIs(fact="figure", of="cost", at_least=12.5, at_most=12.5), True),
        (NumberIs(fact="figure", of="other", at_most=99), False),
        (NumberIs(fact="score", at_least=40), True),
        (NumberIs(fact="score", at_least=41), False),
        (AnswerNumberIs(fact="number", step="quiz", question="q2", at_least=2.5), True),
        (AnswerNumberIs(fact="number", step="quiz", question="q2", at_most=2), False),
        (AnswerNumberIs(fact="number", step="quiz", question="q3", at_most=2), False),
        (AnswerNumberIs(fact="number", step="quiz", question="q1", at_most=2), False),
        (AnswerNumberIs(fact="number", step="quiz", question="q4"), False),
        (IsAnswered(fact="answered", step="quiz", question="q1"), True),
        (IsAnswered(fact="answered", step="quiz", question="q3"), False),
        (IsAnswered(fact="answered", step="quiz", question="q4"), False),
        (VisitorIs(fact="device", any_of=("phone", "tablet")), True),
        (VisitorIs(fact="device", any_of=("desktop",)), False),
        (VisitorIs(fact="language", any_of=("de",)), True),
        (VisitorIs(fact="language", any_of=("de-AT",)), True),
        (VisitorIs(fact="language", any_of=("de-ch", "at")), False),
    ],
)
def test_each_leaf_reads_its_own_fact(leaf: Leaf, expected: bool) -> None:
    facts = Facts(
        answers={("quiz", "q1"): ("a",), ("quiz", "q2"): ("2.5",), ("quiz", "q3"): ()},
        outcome="planner",
        topics={"money": 50},
        figures={"cost": 12.5},
        score=40,
        device="phone",
        language="de-at",
        depth=3,
    )
    assert holds(leaf, facts) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, Facts())
    assert leaves(None) == []


@pytest.mark.parametrize("raw", ["{}", '{"all": []}', '{"fact": "answer"}', '{"fact": "moon"}'])
def test_a_malformed_condition_is_refused(raw: str) -> None:
    with pytest.raises(ValidationError):
        adapter.validate_json(raw)
