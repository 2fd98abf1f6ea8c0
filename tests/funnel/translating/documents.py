"""Funnels in two languages for tests: every text of the further one begins with its code."""

from __future__ import annotations

from funnel.document import FunnelDocument
from funnel.translating import places
from tests.funnel.factories import make_document


def in_languages(*languages: str, document: FunnelDocument | None = None) -> FunnelDocument:
    """The funnel whole in these languages too: `de: What about your rate?`."""
    document = document or make_document()
    return document.model_copy(
        update={"translations": {each: said_in(document, each) for each in languages}}
    )


def said_in(document: FunnelDocument, language: str) -> dict[str, str]:
    return {place: f"{language}: {text}" for place, text in places(document).items()}
