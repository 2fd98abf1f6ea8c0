"""A document with other texts in its places: same keys, so every rule works the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from funnel.document import FunnelDocument
from funnel.translating.places import join, parts_of, places, text_fields, value_of

M = TypeVar("M", bound=BaseModel)


def translated(document: FunnelDocument, language: str) -> FunnelDocument:
    """The funnel in one of its further languages; what is missing there stays as it was written.

    For its own language, and for one it does not have, the document itself. Raises
    pydantic.ValidationError for texts that do not fit, which publishing refuses beforehand.
    """
    if language not in document.translations:
        return document
    text = replaced(document, language).model_dump_json(by_alias=True, exclude={"translations"})
    said = FunnelDocument.model_validate_json(text)
    return said.model_copy(update={"translations": document.translations})


def replaced(document: FunnelDocument, language: str) -> FunnelDocument:
    """As translated(), but nothing is checked: for whoever looks for what is wrong."""
    said = _replaced(document, "", document.translations.get(language, {}))
    return said.model_copy(update={"language": language})


def with_texts(document: FunnelDocument, texts: Mapping[str, str]) -> FunnelDocument:
    """The same document with these texts at these places; texts that do not fit are the
    caller's fault and raise pydantic.ValidationError."""
    said = _replaced(document, "", texts).model_dump_json(by_alias=True)
    return FunnelDocument.model_validate_json(said)


def missing(document: FunnelDocument, language: str) -> list[str]:
    """Places that have no text yet in this language, in the order of the document."""
    told = document.translations.get(language, {})
    return [place for place in places(document) if not told.get(place)]


def _replaced(part: M, place: str, texts: Mapping[str, str]) -> M:
    owner, changes = type(part), dict[str, object]()
    for name in owner.model_fields:
        here, value = join(place, name), getattr(part, name)
        if name in text_fields(owner):
            if value and texts.get(here):
                changes[name] = value_of(owner, name, texts[here])
            continue
        parts = [_replaced(each, below, texts) for below, _, each in parts_of(value, here)]
        if parts:
            changes[name] = tuple(parts) if isinstance(value, tuple) else parts[0]
    return part.model_copy(update=changes)
