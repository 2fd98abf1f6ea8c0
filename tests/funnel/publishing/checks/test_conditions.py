from __future__ import annotations

import pytest

from tests.funnel.factories import Data
from tests.funnel.publishing.checks.examples import SURE, Q, faults


def _asked(step: str, question: str, choice: str) -> Data:
    return {"fact": "answer", "step": step, "question": question, "any_of": [choice]}


CONDITIONS: list[tuple[Data, tuple[str, str]]] = [
    (_asked("zzz", "rate", "a"), (".step", "There is no quiz or poll 'zzz' in this funnel.")),
    (_asked("list", "rate", "a"), (".step", "There is no quiz or poll 'list' in this funnel.")),
    (_asked("quiz", "zzz", "a"), (".question", "There is no question 'zzz' in 'quiz'.")),
    (
        _asked("mood", "mood", "a"),
        (
            ".question",
            "'mood' is not asked before this place. Name an earlier question.",
        ),
    ),
    (
        _asked("quiz", "rate", "z"),
        (".any_of[0]", "There is no choice 'z' in the question 'rate'."),
    ),
    ({"fact": "outcome", "any_of": ["pirate"]}, (".any_of[0]", "There is no result 'pirate'.")),
    (
        {"fact": "topic", "of": "sea", "at_least": 1},
        (".of", "No topic 'sea' is known before this place."),
    ),
    ({"fact": "topic", "of": "pricing"}, ("", "Say at_least or at_most.")),
    (
        {"fact": "depth", "of": "pricing", "at_least": 1},
        (".of", "The depth is of the whole visit. Remove this."),
    ),
    (
        {"fact": "depth", "at_least": 3, "at_most": 2},
        ("", "at_least is above at_most, so this never holds."),
    ),
]


@pytest.mark.parametrize(("leaf", "fault"), CONDITIONS)
def test_conditions_name_what_was_asked_before(leaf: Data, fault: tuple[str, str]) -> None:
    whole = {"all": [SURE, {"any": [{"not": leaf}]}]}
    place = "steps[1].show_if.all[1].any[0].not"
    assert faults([("steps[1].show_if", whole)], is_rich=True) == [(place + fault[0], fault[1])]


def test_a_question_knows_the_earlier_ones_of_its_quiz_but_no_result() -> None:
    result = {"fact": "outcome", "any_of": ["planner"]}
    itself = _asked("quiz", "raise", "a")
    path = f"{Q}.questions[1].show_if"
    assert faults([(path, {"any": [_asked("quiz", "rate", "a"), itself, result]})]) == [
        (
            f"{path}.any[1].question",
            "'raise' is not asked before this place. Name an earlier question.",
        ),
        (
            f"{path}.any[2].any_of[0]",
            "The result is not known before its quiz is over. Ask for it later.",
        ),
    ]


def test_a_mail_may_ask_for_everything_but_only_what_exists() -> None:
    path = "sequences[0].messages[0].show_if"
    assert faults([(path, _asked("quiz", "raise", "b"))]) == []
    assert faults([(path, _asked("quiz", "raise", "c"))]) == [
        (f"{path}.any_of[0]", "There is no choice 'c' in the question 'raise'.")
    ]
