"""Files are named for what they are, and one name means one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from funnel.document import FunnelDocument, VideoStep
from funnel.publishing.faults import Fault
from leads.document import MediaDoc, VideoDoc

_KINDS = {
    "file": (".mp4", ".webm"),
    "captions": (".vtt",),
    "poster": (".jpg", ".jpeg", ".png", ".webp"),
}


def media_of(document: FunnelDocument) -> Iterator[tuple[str, MediaDoc]]:
    """Every file the document names, with its place in the document."""
    for index, step in enumerate(document.steps):
        if isinstance(step, VideoStep):
            for role, media in _roles(step.magnet):
                yield f"steps[{index}].magnet.{role}", media


def media_faults(document: FunnelDocument) -> list[Fault]:
    found: list[Fault] = []
    first: dict[str, str] = {}
    for place, media in media_of(document):
        allowed = _KINDS[place.rpartition(".")[2]]
        if PurePosixPath(media.path).suffix not in allowed:
            found.append(Fault(f"{place}.path", f"This file ends in {' or '.join(allowed)}."))
        if first.setdefault(media.path, media.sha256) != media.sha256:
            found.append(
                Fault(f"{place}.sha256", f"Two different files are named {media.path}. Rename one.")
            )
    return found


def _roles(video: VideoDoc) -> Iterator[tuple[str, MediaDoc]]:
    yield "file", video.file
    yield "captions", video.captions
    if video.poster is not None:
        yield "poster", video.poster
