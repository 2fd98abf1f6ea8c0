"""Files are named for what they are, and one name means one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, VideoStep
from funnel.publishing.faults import Fault
from funnel.publishing.pictures import images_of
from leads.document import VideoDoc
from quizzes.document import MediaDoc

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_KINDS = {
    "file": (".mp4", ".webm"),
    "captions": (".vtt",),
    "poster": _PICTURES,
    "image": _PICTURES,
}


def media_of(document: FunnelDocument) -> Iterator[tuple[str, MediaDoc]]:
    """Every file the document names, with its place in the document."""
    for index, step in enumerate(document.steps):
        if isinstance(step, VideoStep):
            for role, media in _roles(step.magnet):
                yield f"steps[{index}].magnet.{role}", media
    yield from images_of(document)


def media_faults(document: FunnelDocument) -> list[Fault]:
    found: list[Fault] = []
    first: dict[str, str] = {}
    for place, media in media_of(document):
        allowed = _KINDS[place.rpartition(".")[2]]
        if PurePosixPath(media.path).suffix not in allowed:
            endings = _(" or ").join(allowed)
            sentence = _("This file ends in %(endings)s.") % {"endings": endings}
            found.append(Fault(f"{place}.path", sentence))
        if first.setdefault(media.path, media.sha256) != media.sha256:
            sentence = _("Two different files are named %(path)s. Rename one.")
            found.append(Fault(f"{place}.sha256", sentence % {"path": media.path}))
    return found


def _roles(video: VideoDoc) -> Iterator[tuple[str, MediaDoc]]:
    yield "file", video.file
    yield "captions", video.captions
    if video.poster is not None:
        yield "poster", video.poster
