"""Bad examples: a whole funnel with a few places changed, and what the checks say of it."""

from __future__ import annotations

from funnel.publishing.checks import check_document
from tests.funnel.factories import document_from, edited, plain_document, rich_document

Edits = list[tuple[str, object]]
Q = "steps[0].quiz"
STATEMENT = {"key": "s", "kind": "statement", "invite": "Go", "title": "T", "body": "B"}
RESULT = {"key": "r2", "kind": "result", "invite": "Again"}
SURE = {"fact": "source", "any_of": ["direct"]}


def faults(edits: Edits, *, is_rich: bool = False) -> list[tuple[str, str]]:
    """Place and sentence of each fault, word for word."""
    data = edited(rich_document() if is_rich else plain_document(), *edits)
    return [(fault.path, fault.message) for fault in check_document(document_from(data))]
