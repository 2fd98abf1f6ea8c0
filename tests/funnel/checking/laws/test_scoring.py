from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import Q, faults, kinds_faults
from tests.funnel.factories import GONE, Data

TIERS: list[Data] = [{"at_most": 49}, {"at_least": 50}]
NONE = "A quiz with scoring none has none. Remove it."


def _scored(*edits: tuple[str, object]) -> list[tuple[str, str]]:
    """The small personality quiz with places of its quiz changed."""
    found = faults([(f"{Q}.{path}", value) for path, value in edits])
    return [(path.removeprefix(f"{Q}."), sentence) for path, sentence in found]


def _card(*edits: tuple[str, object]) -> list[tuple[str, str]]:
    """A scorecard by tier out of the same quiz."""
    topics = [
        (f"questions[{number}].choices[{place}].topics", {"money": place})
        for number in range(2)
        for place in range(2)
    ]
    tiers = [
        (f"outcomes[{number}].{key}", bound)
        for number, tier in enumerate(TIERS)
        for key, bound in tier.items()
    ]
    return _scored(
        ("scoring", "scorecard"),
        ("outcome_by", "tier"),
        ("topics", [{"key": "money", "name": "Money"}]),
        *topics,
        *tiers,
        *edits,
    )


@pytest.mark.parametrize(
    ("scoring", "outcome_by", "allowed"),
    [
        ("personality", "tier", "points, rule"),
        ("scorecard", "points", "category, tier, rule"),
        ("knowledge", "category", "tier, rule"),
        ("calculator", "points", "range, rule"),
    ],
)
def test_each_way_to_score_has_its_ways_to_decide(
    scoring: str, outcome_by: str, allowed: str
) -> None:
    found = _scored(("scoring", scoring), ("outcome_by", outcome_by))
    sentence = f"A quiz with scoring {scoring} finds its result by {allowed}. Write one of them."
    assert ("outcome_by", sentence) in found


def test_a_scorecard_by_tier_is_whole() -> None:
    assert _card() == []
    by_topic: list[tuple[str, object]] = [
        ("outcome_by", "category"),
        *((f"outcomes[{number}].at_least", None) for number in range(2)),
        *((f"outcomes[{number}].at_most", None) for number in range(2)),
        ("outcomes[0].category", "money"),
    ]
    assert _card(*by_topic) == []
    assert _card(*by_topic, ("outcomes[0].category", "sea")) == [
        ("outcomes[0].category", "There is no topic 'sea' in this quiz.")
    ]
    assert _card(*by_topic, ("outcomes[1].category", "money")) == [
        ("outcomes[1].category", "outcomes[0] has this topic already, so nobody gets this result.")
    ]
    assert _card(*by_topic, ("outcomes[0].category", None)) == [
        ("outcomes[0].category", "Say which topic must be highest for this result.")
    ]


def test_a_scorecard_counts_topics() -> None:
    more = [{"key": "money", "name": "Money"}, {"key": "time", "name": "Time"}]
    assert _card(("topics", more)) == [
        ("topics[1]", "No answer counts for 'time'. Give it points or remove it.")
    ]
    assert ("topics", "A scorecard counts by topic. Add one.") in _card(("topics", []))


def test_tiers_have_bounds_within_a_hundred_percent() -> None:
    assert _card(("outcomes[0].at_most", None)) == [
        ("outcomes[0].at_least", "Say at_least or at_most.")
    ]
    # The default may stand for whatever is left.
    assert _card(("outcomes[1].at_least", None)) == []
    assert _card(("outcomes[0].at_least", 50), ("outcomes[1].at_least", 101)) == [
        ("outcomes[0].at_most", "at_least is above at_most, so nobody gets this result."),
        ("outcomes[1].at_least", "A share in percent lies between 0 and 100."),
    ]


def test_nothing_stands_there_that_nothing_looks_at() -> None:
    sure = {"fact": "source", "any_of": ["direct"]}
    by = "This quiz finds its result by points, so nothing looks at this. Remove it."
    assert _scored(
        ("outcomes[0].category", "money"), ("outcomes[0].at_least", 1), ("outcomes[1].when", sure)
    ) == [
        ("outcomes[0].category", by),
        ("outcomes[0].at_least", by),
        ("outcomes[1].when", by),
    ]


def test_a_range_looks_at_a_figure() -> None:
    assert kinds_faults(("decides", GONE)) == [("decides", "Say which figure decides the result.")]
    assert kinds_faults(("decides", "sea")) == [
        ("decides", "There is no figure 'sea' in this quiz.")
    ]
    assert _scored(("decides", "lost")) == [
        ("decides", "Only outcome_by range looks at it. Remove it.")
    ]
    found = kinds_faults(("figures", []))
    assert ("figures", "A calculator works out a number. Add a figure.") in found


def test_a_knowledge_quiz_has_a_right_answer() -> None:
    tiers = [
        (f"outcomes[{number}].{key}", bound)
        for number, tier in enumerate(TIERS)
        for key, bound in tier.items()
    ]
    edits = [("scoring", "knowledge"), ("outcome_by", "tier"), *tiers]
    assert _scored(*edits) == [
        (
            "questions",
            "No question says which answer is right. Mark one (is_right, right or accepted).",
        )
    ]
    assert _scored(*edits, ("questions[0].choices[0].is_right", True)) == []


def test_right_answers_belong_to_a_knowledge_quiz() -> None:
    sentence = "Only a quiz with scoring knowledge has right answers. Remove this."
    assert kinds_faults(
        ("explains", "at_once"),
        ("questions[1].choices[0].is_right", True),
        ("questions[6].right", 3.0),
        ("questions[7].accepted", ["Wien"]),
    ) == [
        ("explains", sentence),
        ("questions[1].choices[0].is_right", sentence),
        ("questions[6].right", sentence),
        ("questions[7].accepted", sentence),
    ]


def test_ties_are_settled_by_a_question_that_speaks_for_a_result() -> None:
    question = ("tie", "question")
    assert _scored(question, ("tie_question", "rate")) == []
    assert _scored(("tie", "default")) == []
    assert _scored(question) == [("tie_question", "Say which question settles a tie.")]
    assert _scored(("tie_question", "rate")) == [
        ("tie_question", "Only tie question looks at it. Remove it.")
    ]
    assert _scored(question, ("tie_question", "sea")) == [
        ("tie_question", "There is no question 'sea' in this quiz.")
    ]
    plain = {"key": "word", "kind": "short_text", "text": "A word?"}
    assert _scored(question, ("tie_question", "word"), ("questions[2]", plain)) == [
        ("tie_question", "'word' has no choices and no scale. Name one that has.")
    ]
    silent = {"key": "scale", "kind": "scale", "text": "?", "low_label": "a", "high_label": "b"}
    assert _scored(question, ("tie_question", "scale"), ("questions[2]", silent)) == [
        ("tie_question", "No answer to 'scale' speaks for a result, so it settles nothing.")
    ]
    assert kinds_faults(("tie", "default")) == [
        ("tie", "Only the most points or the highest topic can tie. Remove this.")
    ]


def test_a_survey_has_nothing_that_decides() -> None:
    edits: list[tuple[str, object]] = [
        ("steps[1].quiz.outcome_by", "rule"),
        ("steps[1].quiz.decides", "lost"),
        ("steps[1].quiz.tie", "default"),
    ]
    assert faults(edits, is_rich=True) == [
        ("steps[1].quiz.outcome_by", NONE),
        ("steps[1].quiz.decides", NONE),
        (
            "steps[1].quiz.tie",
            "Only the most points or the highest topic can tie. Remove this.",
        ),
    ]


def test_every_way_needs_results_and_a_default() -> None:
    assert _card(("default_outcome", None)) == [
        ("default_outcome", "Say which result stands when no other one fits.")
    ]
    found = _card(("outcomes", []))
    assert ("outcomes", "A quiz with a score needs a result. Add one.") in found
