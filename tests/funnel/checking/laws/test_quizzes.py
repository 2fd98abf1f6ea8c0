from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import Edits, Q, faults, kinds_faults
from tests.funnel.factories import GONE, plain_document, rich_document

QUIZZES: list[tuple[Edits, list[tuple[str, str]]]] = [
    (
        [(f"{Q}.default_outcome", GONE)],
        [(f"{Q}.default_outcome", "Say which result stands when no answer gave points.")],
    ),
    (
        [(f"{Q}.default_outcome", "nobody")],
        [(f"{Q}.default_outcome", "There is no result 'nobody' in this quiz.")],
    ),
    (
        [
            (f"{Q}.outcomes[0]", GONE),
            (f"{Q}.questions[0].choices[0].points", {}),
            (f"{Q}.questions[1].choices[0].points", {}),
        ],
        [(f"{Q}.outcomes", "A quiz needs at least two results. Add one.")],
    ),
    (
        [
            (f"{Q}.questions[0].choices[0].points.discounter", 0),
            (f"{Q}.questions[1].choices[0].points.discounter", -1),
        ],
        [
            (
                f"{Q}.outcomes[0]",
                (
                    "No answer gives points to 'discounter', so nobody gets it."
                    " Give it points or remove it."
                ),
            )
        ],
    ),
    (
        [(f"{Q}.questions[0].choices[1].points.pirate", 2)],
        [
            (
                f"{Q}.questions[0].choices[1].points.pirate",
                "There is no result 'pirate' in this quiz.",
            )
        ],
    ),
    (
        [(f"{Q}.questions[0].choices[1].topics", {"sea": 2})],
        [(f"{Q}.questions[0].choices[1].topics.sea", "There is no topic 'sea' in this quiz.")],
    ),
    (
        [(f"{Q}.questions[1].choices[0].go_to", "rate")],
        [
            (
                f"{Q}.questions[1].choices[0].go_to",
                "'rate' is no later question of this quiz. Name a later one, or end.",
            )
        ],
    ),
    ([(f"{Q}.questions[0].choices[0].go_to", "raise")], []),
    ([(f"{Q}.questions[1].choices[0].go_to", "end")], []),
]


@pytest.mark.parametrize(("edits", "found"), QUIZZES)
def test_a_quiz_holds_together(edits: Edits, found: list[tuple[str, str]]) -> None:
    assert faults(edits) == found


POLLS: list[tuple[Edits, list[tuple[str, str]]]] = [
    (
        [("steps[1].quiz.outcomes", rich_document()["steps"][0]["quiz"]["outcomes"])],
        [
            (
                "steps[1].quiz.outcomes",
                "A quiz with scoring none has no results. Remove them or write personality.",
            )
        ],
    ),
    (
        [("steps[1].quiz.default_outcome", "planner")],
        [("steps[1].quiz.default_outcome", "A quiz with scoring none has none. Remove it.")],
    ),
    (
        [("steps[1].quiz", plain_document()["steps"][0]["quiz"])],
        [
            ("steps[1].quiz.scoring", "A poll has no result. Write none, or make it a quiz."),
            (
                "steps[1].quiz.questions",
                "A poll asks exactly one question. Keep one, or make it a quiz.",
            ),
            (
                "steps[1].quiz.scoring",
                "Only one quiz of a funnel can lead to a result. Write none here.",
            ),
        ],
    ),
]


@pytest.mark.parametrize(("edits", "found"), POLLS)
def test_a_poll_is_one_question_without_a_result(
    edits: Edits, found: list[tuple[str, str]]
) -> None:
    assert faults(edits, is_rich=True) == found


def test_a_poll_asks_for_one_tap() -> None:
    sentence = (
        "A poll asks for one tap: single, picture, yes_no or scale."
        " Choose one of these, or make it a quiz."
    )
    poll = "steps[1].quiz.questions[0]"
    question = {"key": "mood", "text": "How?", "low_label": "Low", "high_label": "High"}
    assert faults([(poll, question | {"kind": "scale"})], is_rich=True) == []
    typed = {"key": "mood", "text": "How?", "kind": "short_text"}
    assert faults([(poll, typed)], is_rich=True) == [(f"{poll}.kind", sentence)]


def test_points_of_a_scale_name_what_exists() -> None:
    assert kinds_faults(
        ("questions[0].points", {"pirate": 1, "much": 1}), ("questions[0].topics", {"sea": 1})
    ) == [
        ("questions[0].points.pirate", "There is no result 'pirate' in this quiz."),
        ("questions[0].topics.sea", "There is no topic 'sea' in this quiz."),
    ]
