"""Reading what is live: by address for a new visitor, by id for one on their way."""

from __future__ import annotations

from functools import lru_cache

from funnel.document import FunnelDocument, load
from funnel.models import Funnel, Publication
from funnel.translating import translated


@lru_cache(maxsize=64)
def published(publication_id: int, language: str = "") -> FunnelDocument:
    """The frozen document, read once per process: a publication never changes.

    `language` is one of its languages; '' or an unknown one gives the texts it was written in.
    Raises Publication.DoesNotExist.
    """
    if language:
        document = published(publication_id)
        return translated(document, language)
    text = Publication.objects.values_list("document", flat=True).get(pk=publication_id)
    return load(text)


def live_publication(slug: str) -> Publication | None:
    """What visitors of this address see, its funnel included; None if nothing is live.

    One query. The document's text stays behind: published() has it.
    """
    funnel = (
        Funnel.objects.live()
        .select_related("publication")
        .defer("publication__document")
        .filter(slug=slug)
        .first()
    )
    if funnel is None or funnel.publication is None:
        return None
    funnel.publication.funnel = funnel
    return funnel.publication


def live(slug: str) -> tuple[Funnel, FunnelDocument] | None:
    """The funnel's row and what is live of it; None if nothing is."""
    publication = live_publication(slug)
    return (publication.funnel, published(publication.pk)) if publication else None
