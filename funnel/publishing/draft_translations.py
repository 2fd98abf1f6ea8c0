"""The rows of a funnel's further languages, as its document carries them. compile.py calls it."""

from __future__ import annotations

from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.translating import places


def with_translations(document: FunnelDocument, funnel: Funnel) -> FunnelDocument:
    """Languages by their code, texts in the document's order; one query.

    What was translated of a text that is gone now stays behind in its row: it comes back with
    the text.
    """
    rows: dict[str, dict[str, str]] = {}
    for language, place, text in funnel.translations.values_list("language", "place", "text"):
        rows.setdefault(language, {})[place] = text
    if not rows:
        return document
    order = list(places(document))
    translations = {
        language: {place: rows[language][place] for place in order if place in rows[language]}
        for language in sorted(rows)
    }
    return document.model_copy(update={"translations": translations})
