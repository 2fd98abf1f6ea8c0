from __future__ import annotations

from funnel.publishing.counted import counted_lines
from tests.funnel.checking.laws.examples import STATEMENT, Q
from tests.funnel.factories import document_from, edited, make_document, plain_document
from tests.funnel.kinds import kinds_document


def test_a_quiz_in_lines() -> None:
    assert counted_lines(make_document()) == [
        "quiz: 2 questions, 20 seconds",
        "  discounter   50.0 %",
        "  planner      50.0 %",
        "  ties 0.0 %, the default for want of another 0.0 %, 4 ways",
    ]


def test_gaps_and_overlaps_are_warnings() -> None:
    data = edited(
        kinds_document(),
        (f"{Q}.outcomes[0].at_most", 100),
        (f"{Q}.outcomes[1].at_least", 120),
        (f"{Q}.outcomes[2]", kinds_document()["steps"][0]["quiz"]["outcomes"][1]),
        (f"{Q}.outcomes[2].key", "most"),
        (f"{Q}.outcomes[2].at_least", 1150),
    )
    lines = counted_lines(document_from(data))
    assert lines[-2:] == [
        "  Gap: only the default takes 110.",
        "  Overlap: much and most both take 1150-1170; the first wins.",
    ]
    assert lines[3] == "  most      0.0 %  by nobody"


def test_results_of_some_visitors_only_are_said_to_be_so() -> None:
    rule = {"fact": "source", "any_of": ["newsletter"]}
    data = edited(
        plain_document(),
        (f"{Q}.outcome_by", "rule"),
        (f"{Q}.outcomes[0].when", rule),
    )
    assert counted_lines(document_from(data))[1:3] == [
        "  discounter    0.0 %  only by visitors of another source, device, language or history",
        "  planner     100.0 %",
    ]


def test_what_cannot_be_counted_says_why() -> None:
    data = edited(
        kinds_document(),
        (f"{Q}.questions[6].at_most", 1_000_000),
        (f"{Q}.questions[6].decimals", 2),
    )
    assert counted_lines(document_from(data))[1] == (
        "  Too many ways to count them one by one: "
        '“You said {{ answer.quiz.rate | default: "nothing" }}. How many hours?”'
        " alone has too many answers."
    )


def test_a_survey_has_no_lines() -> None:
    survey = {"scoring": "none", "questions": [{"key": "q", "kind": "date", "text": "When?"}]}
    data = edited(plain_document(), (Q, survey), ("steps[1]", STATEMENT))
    assert counted_lines(document_from(data)) == []
