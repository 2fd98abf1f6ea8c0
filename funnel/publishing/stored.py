"""Where a version's files are stored, so that showing one asks nothing of the database."""

from __future__ import annotations

from datetime import datetime

from funnel.checking.laws.media import media_of
from funnel.document import FunnelDocument
from leads.media import find_media, give_small


def stored_files(document: FunnelDocument) -> dict[str, str]:
    """The stored name of each file by its hash; of a picture that of its light one.

    A link's preview is fetched by other programs, many of which know JPEG and PNG only.
    """
    hashes, shared = _hashes(document), document.share.image
    return {
        sha256: str(
            (
                media.small if media.small and not (shared and shared.sha256 == sha256) else media
            ).file.name
        )
        for sha256, media in find_media(hashes).items()
    }


def give_smalls(document: FunnelDocument, *, now: datetime) -> None:
    """Light ones for pictures that were stored before there were any. Idempotent."""
    for media in find_media(_hashes(document)).values():
        give_small(media=media, now=now)


def _hashes(document: FunnelDocument) -> set[str]:
    return {media.sha256 for _place, media in media_of(document)}
