from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import Edits, Q, faults
from tests.funnel.factories import plain_document, rich_document

KEYS: list[tuple[Edits, tuple[str, str]]] = [
    (
        [("steps[3].key", "address")],
        ("steps[3].key", "The key 'address' is taken by steps[2]. Use another."),
    ),
    (
        [("sequences[1]", plain_document()["sequences"][0])],
        ("sequences[1].key", "The key 'after' is taken by sequences[0]. Use another."),
    ),
    (
        [(f"{Q}.questions[1].key", "rate")],
        (f"{Q}.questions[1].key", f"The key 'rate' is taken by {Q}.questions[0]. Use another."),
    ),
    (
        [(f"{Q}.questions[1].choices[1].key", "a")],
        (
            f"{Q}.questions[1].choices[1].key",
            f"The key 'a' is taken by {Q}.questions[1].choices[0]. Use another.",
        ),
    ),
    (
        [(f"{Q}.topics", [{"key": "t", "name": "T"}] * 2)],
        (f"{Q}.topics[1].key", f"The key 't' is taken by {Q}.topics[0]. Use another."),
    ),
    (
        [(f"{Q}.questions[1].key", "end")],
        (
            f"{Q}.questions[1].key",
            "The word 'end' means the end of the quiz in go_to. Use another key.",
        ),
    ),
    (
        [("sequences[0].messages[1].key", "one")],
        (
            "sequences[0].messages[1].key",
            "The key 'one' is taken by sequences[0].messages[0]. Use another.",
        ),
    ),
]


@pytest.mark.parametrize(("edits", "fault"), KEYS)
def test_a_key_stands_once(edits: Edits, fault: tuple[str, str]) -> None:
    # A repeated step or series makes what named the other one wrong as well.
    assert fault in faults(edits)


def test_a_result_and_an_item_stand_once() -> None:
    results = faults([(f"{Q}.outcomes[2]", rich_document()["steps"][0]["quiz"]["outcomes"][0])])
    assert results == [
        (f"{Q}.outcomes[2].key", f"The key 'discounter' is taken by {Q}.outcomes[0]. Use another.")
    ]
    assert faults([("steps[3].magnet.items[1].key", "one")], is_rich=True) == [
        (
            "steps[3].magnet.items[1].key",
            "The key 'one' is taken by steps[3].magnet.items[0]. Use another.",
        )
    ]


def test_a_topic_belongs_to_one_quiz() -> None:
    topic = [{"key": "pricing", "name": "Again"}]
    assert faults([("steps[1].quiz.topics", topic)], is_rich=True) == [
        (
            "steps[1].quiz.topics[0].key",
            "The topic 'pricing' belongs to steps[0]. Use another key.",
        )
    ]
