from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import Edits, faults
from tests.funnel.factories import Data

MAILS = "sequences[0].messages"
TWO = [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]


def poll(*choices: Data, number: int = 0) -> Edits:
    return [
        (f"{MAILS}[{number}].button.target", "poll"),
        (f"{MAILS}[{number}].choices", list(choices)),
    ]


def test_a_question_in_a_mail_has_answers_that_differ() -> None:
    assert faults(poll(*TWO)) == []
    assert faults(poll()) == [
        (
            f"{MAILS}[0].button.target",
            "Answers to this question so far: 0. Write two to five, one a line.",
        )
    ]
    assert faults(poll(TWO[0])) == [
        (
            f"{MAILS}[0].button.target",
            "Answers to this question so far: 1. Write two to five, one a line.",
        )
    ]
    assert faults(poll(TWO[0], {"key": "again", "label": " yes "})) == [
        (
            f"{MAILS}[0].choices[1].label",
            "This says the same as answer 1. Change one of the two.",
        )
    ]


@pytest.mark.parametrize("target", ["helped", "done", "reply", "offer"])
def test_only_a_question_has_answers_to_choose_from(target: str) -> None:
    edits: Edits = [*poll(*TWO), (f"{MAILS}[0].button.target", target)]
    assert faults(edits) == [
        (f"{MAILS}[0].choices", "Only a question has answers to choose from. Take them away.")
    ]
    assert faults([(f"{MAILS}[0].button.target", target)]) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("goals", ["step:nowhere"], ("[0]", "There is no step 'nowhere' in this funnel.")),
        (
            "window",
            {"opens": "22:00", "closes": "23:00"},
            (
                ".closes",
                "No mail can leave in these hours. Choose some between 08:00 and 21:00.",
            ),
        ),
        (
            "window",
            {"holidays": "QQ"},
            (
                ".holidays",
                "The public holidays of 'QQ' are not known. Choose another country.",
            ),
        ),
    ],
)
def test_a_series_can_write_and_is_there_for_something(
    path: str, value: object, fault: tuple[str, str]
) -> None:
    assert faults([(f"sequences[0].{path}", value)]) == [
        (f"sequences[0].{path}{fault[0]}", fault[1])
    ]


def asks(leaf: Data) -> list[tuple[str, str]]:
    """Of the second mail, where the first asks a question."""
    place = f"{MAILS}[1].show_if"
    return [
        (path.removeprefix(place), message)
        for path, message in faults([*poll(*TWO), (place, leaf)])
    ]


def answered(mail: str, choice: str, question: str = "answer") -> Data:
    return {"fact": "answer", "step": mail, "question": question, "any_of": [choice]}


def did(*acts: str) -> Data:
    return {"fact": "did", "any_of": list(acts)}


@pytest.mark.parametrize(
    ("leaf", "found"),
    [
        (answered("mail:one", "yes"), []),
        (did("offer", "call", "reply", "step:quiz", "mail:one"), []),
        ({"not": did("mail:one")}, []),
        ({"fact": "warmth", "at_least": 20}, []),
        (
            answered("mail:one", "maybe"),
            [(".any_of[0]", "There is no answer 'maybe' in the mail 'one'.")],
        ),
        (
            answered("mail:two", "yes"),
            [(".step", "There is no mail 'two' before this one in its series.")],
        ),
        (
            answered("mail:one", "yes", "mood"),
            [
                (
                    ".question",
                    "The mail 'one' has no such question. Its own one is called answer.",
                )
            ],
        ),
        (
            did("mail:two", "step:nowhere", "dance"),
            [
                (".any_of[0]", "There is no mail 'two' before this one in its series."),
                (".any_of[1]", "There is no step 'nowhere' in this funnel."),
                (
                    ".any_of[2]",
                    "Write step:, mail: with a key, or one of these: offer, call, reply.",
                ),
            ],
        ),
    ],
)
def test_conditions_of_mails_speak_of_what_came_before(
    leaf: Data, found: list[tuple[str, str]]
) -> None:
    assert asks(leaf) == found


@pytest.mark.parametrize(
    ("leaf", "end"),
    [
        (did("offer"), ".fact"),
        ({"fact": "warmth", "at_least": 20}, ".fact"),
        (answered("mail:one", "yes"), ".step"),
    ],
)
def test_the_ladder_knows_nothing_of_mails(leaf: Data, end: str) -> None:
    sentence = "Only mails can ask for this: it is not known on the ladder."
    assert faults([("steps[1].show_if", leaf)], is_rich=True)[0] == (
        f"steps[1].show_if{end}",
        sentence,
    )
