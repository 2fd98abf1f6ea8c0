"""Faults of a broken file: the place as it is written there, a plain sentence, each once."""

from __future__ import annotations

from functools import reduce

import pytest

from funnel.checking.faults import Fault
from funnel.publishing.shape import Plain, shaped
from tests.funnel.factories import GONE, edited
from tests.funnel.kinds import kinds_document

Q = "steps[0].quiz"
NO_CONDITION = (
    "This is no condition. Begin with fact (answer, number, answered, outcome, source, device,"
    " language, topic, figure, score or depth) or with all, any or not."
)
KINDS = (
    "'single', 'multiple', 'picture', 'yes_no', 'scale', 'number', 'short_text', 'long_text',"
    " 'date', 'ranking'"
)
BROKEN: list[tuple[str, object, str, str]] = [
    ("questions[6].at_least", "two", "", "This must be a number."),
    ("questions[6].at_most", 1e12, "", "This must be 1000000000 or less."),
    ("questions[6].decimals", 1.5, "", "This must be a whole number."),
    ("questions[0].low_label", GONE, "", "This is missing. Add it."),
    (
        "questions[0].topics",
        {"Not a key": 1},
        ".Not a key",
        "Use small letters, digits, - and _ only.",
    ),
    ("questions[9].latest", "1.1.2027", "", "Write a day like '2026-03-31', in quotes."),
    (
        "questions[2].kind",
        "sort",
        "|questions[2]",
        f"There is no kind 'sort'. It is one of: {KINDS}.",
    ),
    ("questions[2]", "a text", "", "This must be a group of keys and values."),
    ("figures[0].round_to", 0, "", "This must be more than 0."),
    ("outcomes[0].when", "sea", "", NO_CONDITION),
    ("outcomes[0].when", {"fact": "moon"}, "", NO_CONDITION),
    ("outcomes[0].when", {"all": [{"not": ["x"]}]}, ".all[0].not", NO_CONDITION),
    (
        "outcomes[0].when",
        {"any": [{"fact": "topic", "of": "order", "at_least": True}]},
        ".any[0].at_least",
        "This must be a number.",
    ),
    (
        "outcomes[0].when",
        {"fact": "number", "step": "quiz", "question": "rate", "at_lest": 2},
        ".at_lest",
        "There is no key 'at_lest' here. Did you mean 'at_least'?",
    ),
    (
        "questions[1].image.alt",
        GONE,
        "",
        "This is missing. Add it.",
    ),
]


def _faults(data: Plain) -> list[Fault]:
    found = shaped(data)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(("place", "value", "rest", "sentence"), BROKEN)
def test_a_fault_has_its_place_and_a_sentence(
    place: str, value: object, rest: str, sentence: str
) -> None:
    path = rest[1:] if rest.startswith("|") else place + rest
    broken = edited(kinds_document(), (f"{Q}.{place}", value))
    assert _faults(broken) == [Fault(f"{Q}.{path}", sentence)]


def test_an_unknown_key_of_a_question_names_those_of_its_kind() -> None:
    scale, number = f"{Q}.questions[0].frist", f"{Q}.questions[6].zzz"
    assert _faults(edited(kinds_document(), (scale, 1), (number, 1))) == [
        Fault(scale, "There is no key 'frist' here. Did you mean 'first'?"),
        Fault(
            number,
            (
                "There is no key 'zzz' here. These are known: key, text, help, why, image,"
                " is_optional, is_sensitive, show_if, explanation, kind, unit, at_least, at_most,"
                " decimals, right, tolerance."
            ),
        ),
    ]


def test_a_broken_condition_is_read_as_what_it_was_meant_to_be() -> None:
    """One fault for one broken leaf, however deep: no kind is tried that nobody meant."""
    leaf: Plain = {"fact": "answer", "step": "quiz", "question": "rate", "any_of": 3}
    nested: Plain = reduce(lambda inner, way: {way: [inner] * 2}, ("all", "any") * 3, leaf)
    found = _faults(edited(kinds_document(), (f"{Q}.questions[9].show_if", nested)))
    assert len(found) == 2**6
    sentence = "This must be a list: one line each, beginning with a dash."
    assert {fault.message for fault in found} == {sentence}
    assert all(fault.path.endswith(".any_of") for fault in found)


def test_of_very_many_faults_the_first_are_named() -> None:
    one: Plain = {"not": 1}
    many: Plain = reduce(lambda inner, way: {way: [inner] * 20}, ("all", "any", "all"), one)
    found = _faults(edited(kinds_document(), (f"{Q}.questions[9].show_if", many)))
    assert (len(found), {fault.message for fault in found[:-1]}) == (101, {NO_CONDITION})
    assert found[-1] == Fault("", "And more like these. Mend these first.")


def test_at_most_twenty_stand_side_by_side() -> None:
    too_many: Plain = {"all": [{"fact": "source", "any_of": ["x"]}] * 21}
    found = _faults(edited(kinds_document(), (f"{Q}.questions[9].show_if", too_many)))
    assert found == [Fault(f"{Q}.questions[9].show_if.all", "At most 20 may stand here.")]
