from __future__ import annotations

import pytest

from funnel.publishing.checks import check_document
from tests.funnel.factories import GONE, Data, document_from, edited, plain_document
from tests.funnel.publishing.checks.examples import RESULT, STATEMENT, SURE, Edits, Q, faults

LADDER: list[tuple[Edits, list[tuple[str, str]]]] = [
    (
        [("steps[0].show_if", SURE)],
        [
            ("steps[0].show_if", "Everybody sees the first step. Take the condition off."),
            (
                "steps[0].show_if",
                "The result in steps[1] needs this quiz. Take the condition off.",
            ),
        ],
    ),
    (
        [(f"{Q}.questions[0].show_if", SURE)],
        [
            (
                f"{Q}.questions[0].show_if",
                "Everybody sees the first question. Take the condition off.",
            )
        ],
    ),
    (
        [("steps[4]", RESULT)],
        [("steps[4].kind", "steps[1] shows the result. Remove this one.")],
    ),
    (
        [("steps[4]", STATEMENT)],
        [("steps[4].kind", "The last step is a result or an offer. Add one at the end.")],
    ),
    (
        [("steps[3].show_if", SURE)],
        [
            (
                "steps[3].show_if",
                (
                    "Everybody reaches the last step. Take the condition off,"
                    " or add a step for the rest."
                ),
            )
        ],
    ),
]


@pytest.mark.parametrize(("edits", "found"), LADDER)
def test_the_ladder_begins_and_ends_for_everybody(
    edits: Edits, found: list[tuple[str, str]]
) -> None:
    assert faults(edits) == found


def test_the_first_step_asks_a_question_and_a_result_needs_a_quiz() -> None:
    data = edited(plain_document(), ("steps[0]", STATEMENT), ("steps[2].mail.button", GONE))
    data = edited(data, ("steps[2]", GONE), ("sequences", []), ("series_rules", []))
    assert [(f.path, f.message) for f in check_document(document_from(data))] == [
        (
            "steps[0].kind",
            "The first step is a quiz or a poll: its first question stands on the landing page.",
        ),
        ("steps[1].kind", "A result needs a quiz with results before it. Add one."),
    ]


def test_a_survey_ends_with_thanks_or_an_offer() -> None:
    question = {"key": "q", "kind": "long_text", "text": "What is missing?"}
    survey = {"scoring": "none", "questions": [question]}
    thanks: Edits = [
        (Q, survey),
        ("steps[1]", STATEMENT),
        ("steps[3]", GONE),
        ("steps[2]", GONE),
        ("sequences", []),
        ("series_rules", []),
    ]
    assert faults(thanks) == []
    gift: Data = {"key": "list", "kind": "checklist", "invite": "Keep it"}
    magnet = {"kind": "checklist", "title": "T", "problem": "P", "promise": "Q", "minutes": 1}
    gift["magnet"] = magnet | {"items": [{"key": "one", "text": "One"}]}
    assert faults([*thanks, ("steps[1]", gift)]) == [
        (
            "steps[1].kind",
            (
                "A survey ends with a statement that thanks and says what happens next,"
                " or with an offer. Add one at the end."
            ),
        )
    ]
    assert faults([*thanks, ("steps[1].show_if", SURE)]) == [
        (
            "steps[1].show_if",
            (
                "Everybody reaches the last step. Take the condition off,"
                " or add a step for the rest."
            ),
        )
    ]
