"""Bad examples: a whole funnel with a few places changed, and what the checks say of it."""

from __future__ import annotations

from funnel.checking.laws import check_document
from tests.funnel.factories import (
    Data,
    document_from,
    edited,
    plain_document,
    rich_document,
)
from tests.funnel.kinds import kinds_document

Edits = list[tuple[str, object]]
Q = "steps[0].quiz"
STATEMENT = {"key": "s", "kind": "statement", "invite": "Go", "title": "T", "body": "B"}
RESULT = {"key": "r2", "kind": "result", "invite": "Again"}
SURE = {"fact": "source", "any_of": ["direct"]}


def faults(edits: Edits, *, is_rich: bool = False) -> list[tuple[str, str]]:
    """Place and sentence of each fault, word for word."""
    return faults_in(rich_document() if is_rich else plain_document(), edits)


def kinds_faults(*edits: tuple[str, object]) -> list[tuple[str, str]]:
    """Of the funnel with all kinds of question; places begin inside its quiz."""
    found = faults_in(kinds_document(), [(f"{Q}.{path}", value) for path, value in edits])
    return [(path.removeprefix(f"{Q}."), sentence) for path, sentence in found]


def faults_in(data: Data, edits: Edits) -> list[tuple[str, str]]:
    data = edited(data, *edits)
    return [(fault.path, fault.message) for fault in check_document(document_from(data))]
