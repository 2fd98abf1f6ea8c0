"""Asks one rule about the small funnel with a few places changed."""

from __future__ import annotations

from funnel.checking.findings import Hit
from funnel.checking.rules import RULES
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument
from tests.funnel.factories import Data, document_from, edited, plain_document


def document(*edits: tuple[str, object], data: Data | None = None) -> FunnelDocument:
    return document_from(edited(data or plain_document(), *edits))


def hits(code: str, *edits: tuple[str, object], data: Data | None = None) -> list[Hit]:
    return hits_in(code, document(*edits, data=data))


def hits_in(code: str, checked: FunnelDocument) -> list[Hit]:
    rule = next(each for each in RULES if each.code == code)
    subject = Subject(checked)
    if rule.languages is not None and subject.language not in rule.languages:
        return []
    return list(rule.find(subject))


def paths(code: str, *edits: tuple[str, object], data: Data | None = None) -> list[str]:
    return [hit.path for hit in hits(code, *edits, data=data)]
