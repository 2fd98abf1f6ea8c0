from __future__ import annotations

import pytest

from funnel.checking.laws import check_document
from tests.funnel.checking.laws.examples import RESULT, STATEMENT, SURE, Edits, Q, faults
from tests.funnel.factories import GONE, Data, document_from, edited, plain_document
from tests.funnel.journey.documents import (
    Plain,
    document_of,
    gift,
    offer,
    opt_in,
    question,
    quiz_step,
    result,
    scored_quiz,
    statement,
)


def poll() -> Plain:
    return quiz_step("poll", question("q1"), kind="poll")


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


def test_the_first_step_can_stand_on_the_landing_page_and_a_result_needs_a_quiz() -> None:
    data = edited(plain_document(), ("steps[0]", STATEMENT), ("steps[2].mail.button", GONE))
    data = edited(data, ("steps[2]", GONE), ("sequences", []), ("series_rules", []))
    assert [(f.path, f.message) for f in check_document(document_from(data))] == [
        ("steps[1].kind", "A result needs a quiz with results before it. Add one."),
    ]


@pytest.mark.parametrize("first", [statement("s"), opt_in("o"), poll()])
def test_a_thought_a_poll_and_the_gate_may_open_the_funnel(first: Plain) -> None:
    quiz = quiz_step("quiz", question("q1"))
    assert check_document(document_of([first, quiz, offer()])) == []


@pytest.mark.parametrize("first", [gift("guide"), gift("link"), offer("early")])
def test_what_cannot_open_the_funnel_is_refused_in_words(first: Plain) -> None:
    quiz = quiz_step("quiz", question("q1"))
    assert [(f.path, f.message) for f in check_document(document_of([first, quiz, offer()]))] == [
        (
            "steps[0].kind",
            (
                "The first step stands on the landing page: a quiz, a poll, one thought or the"
                " ask for an address. Put one of these before this one."
            ),
        )
    ]


BEHIND = "These are the first words of the result only. Add the rest of it behind them."
BEFORE = (
    "This is the rest of the result, but nothing shows its first words before."
    " Show all of it here, or add a step with the first words."
)
SAME = (
    "Who reads the first words of the result comes to the rest of it, too."
    " Take the condition off, or give both the same."
)
FOR_PLANNERS: Plain = {"fact": "outcome", "any_of": ["planner"]}
FOR_OTHERS: Plain = {"fact": "outcome", "any_of": ["juggler", "sprinter"]}
PARTS: list[tuple[list[Plain], list[tuple[str, str]]]] = [
    ([result("a", part="first"), opt_in(), result("b", part="rest")], []),
    ([result("a", part="first"), result("b")], []),
    ([result("a", FOR_PLANNERS, part="first"), result("b", FOR_PLANNERS, part="rest")], []),
    ([result("a", part="first")], [("steps[1].part", BEHIND)]),
    ([result("a", part="rest")], [("steps[1].part", BEFORE)]),
    (
        [result("b"), result("a", part="first")],
        [("steps[2].part", BEHIND)],
    ),
    (
        [result("a", part="first"), result("b", FOR_PLANNERS, part="rest")],
        [("steps[2].show_if", SAME)],
    ),
    (
        [result("a", part="first"), result("b", part="first"), result("c")],
        [("steps[2].kind", "steps[1] shows the first words of the result. Remove this one.")],
    ),
]


@pytest.mark.parametrize(("parts", "found"), PARTS)
def test_first_words_and_rest_of_a_result_belong_together(
    parts: list[Plain], found: list[tuple[str, str]]
) -> None:
    document = document_of([scored_quiz(), *parts, offer()])
    assert [(fault.path, fault.message) for fault in check_document(document)] == found


def test_an_offer_behind_one_for_everybody_is_a_fault() -> None:
    document = document_of([scored_quiz(), offer("a"), offer("b")])
    assert [(fault.path, fault.message) for fault in check_document(document)] == [
        (
            "steps[2].kind",
            (
                "Nobody sees this offer: the one before it is for everybody."
                " Give that one a condition, or remove this one."
            ),
        )
    ]


def test_a_result_without_any_offer_is_named() -> None:
    document = document_of([scored_quiz(), offer("a", show_if=FOR_PLANNERS)])
    assert [(fault.path, fault.message) for fault in check_document(document)] == [
        (
            "steps[1].show_if",
            (
                "Whoever gets one of these results meets no offer: Juggler, Sprinter."
                " Take the condition off, or add an offer for the rest."
            ),
        )
    ]
    others = document_of(
        [scored_quiz(), offer("a", show_if=FOR_PLANNERS), offer("b", show_if=FOR_OTHERS)]
    )
    assert [fault.path for fault in check_document(others)] == ["steps[2].show_if"]


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
