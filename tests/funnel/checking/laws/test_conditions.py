from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import SURE, Q, faults, kinds_faults
from tests.funnel.factories import GONE, Data


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


NEW: list[tuple[Data, list[tuple[str, str]]]] = [
    ({"fact": "answered", "step": "quiz", "question": "story"}, []),
    (
        {"fact": "answered", "step": "quiz", "question": "when"},
        [(".question", "'when' is not asked before this place. Name an earlier question.")],
    ),
    (
        {"fact": "answered", "step": "quiz", "question": "sea"},
        [(".question", "There is no question 'sea' in 'quiz'.")],
    ),
    ({"fact": "number", "step": "quiz", "question": "hours", "at_least": 2.5}, []),
    (
        {"fact": "number", "step": "quiz", "question": "hours"},
        [("", "Say at_least or at_most.")],
    ),
    (
        {"fact": "number", "step": "quiz", "question": "rate", "at_least": 3, "at_most": 2},
        [("", "at_least is above at_most, so this never holds.")],
    ),
    (
        {"fact": "number", "step": "quiz", "question": "one", "at_least": 2},
        [(".question", "'one' asks for no number. Name a number or a scale.")],
    ),
    (_asked("quiz", "rate", "10"), []),
    (
        _asked("quiz", "rate", "11"),
        [(".any_of[0]", "There is no choice '11' in the question 'rate'.")],
    ),
    (
        _asked("quiz", "hours", "3"),
        [
            (
                ".fact",
                "'hours' has no choices. Ask whether it is answered, or for its number.",
            )
        ],
    ),
    ({"fact": "device", "any_of": ["phone", "tablet", "desktop"]}, []),
    (
        {"fact": "device", "any_of": ["phone", "watch"]},
        [(".any_of[1]", "A device is a phone, a tablet or a desktop.")],
    ),
    ({"fact": "language", "any_of": ["de", "en-gb"]}, []),
    (
        {"fact": "language", "any_of": ["German"]},
        [(".any_of[0]", "Write a language like en or de-at.")],
    ),
    ({"fact": "figure", "of": "lost", "at_least": 1.5}, []),
    (
        {"fact": "figure", "of": "sea", "at_least": 1},
        [(".of", "No figure 'sea' is known before this place.")],
    ),
    ({"fact": "topic", "of": "order", "at_least": 1}, []),
    (
        {"fact": "score", "at_least": 1},
        [
            (
                ".fact",
                "No score is known before this place: a scorecard or a knowledge quiz has one.",
            )
        ],
    ),
    (
        {"fact": "score", "of": "order", "at_least": 1},
        [(".of", "The score is of the whole quiz. Remove this.")],
    ),
]


@pytest.mark.parametrize(("leaf", "found"), NEW)
def test_every_fact_is_known_before_it_is_asked_for(
    leaf: Data, found: list[tuple[str, str]]
) -> None:
    place = "questions[9].show_if"
    expected = [(place + path, sentence) for path, sentence in found]
    assert kinds_faults((place, leaf)) == expected


def test_the_first_question_knows_no_score_of_its_quiz_yet() -> None:
    topic = {"fact": "topic", "of": "order", "at_least": 1}
    everybody = "Everybody sees the first question. Take the condition off."
    assert kinds_faults(("questions[0].show_if", topic)) == [
        ("questions[0].show_if", everybody),
        ("questions[0].show_if.of", "No topic 'order' is known before this place."),
    ]


def test_a_rule_looks_at_its_own_quiz_but_at_no_result() -> None:
    rule: list[tuple[str, object]] = [
        ("outcome_by", "rule"),
        ("decides", GONE),
        ("outcomes[0].at_most", GONE),
        ("outcomes[1].at_least", GONE),
    ]
    whens = [
        {"fact": "figure", "of": "lost", "at_least": 100},
        {"fact": "topic", "of": "order", "at_least": 50},
        {"fact": "answered", "step": "quiz", "question": "when"},
    ]
    assert kinds_faults(*rule, ("outcomes[1].when", {"any": whens})) == []
    result = {"fact": "outcome", "any_of": ["much"]}
    assert kinds_faults(*rule, ("outcomes[1].when", {"any": [*whens, result]})) == [
        (
            "outcomes[1].when.any[3].any_of[0]",
            "The result is not known before its quiz is over. Ask for it later.",
        )
    ]
    assert kinds_faults(*rule) == [("outcomes[1].when", "Say when this result stands.")]
