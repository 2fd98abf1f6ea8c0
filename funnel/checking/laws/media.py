"""Files are named for what they are, and one name means one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.checking.images import images_of
from funnel.document import FunnelDocument, GuideStep, VideoStep
from leads.document import VideoDoc
from quizzes.document import MediaDoc

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_KINDS = {
    "film": (".mp4", ".webm"),
    "file": (".pdf", ".zip", ".mp4", ".jpg", ".jpeg", ".png", ".webp", ".gif"),
    "captions": (".vtt",),
    "poster": _PICTURES,
    "image": _PICTURES,
    "logo": _PICTURES,
    "picture": _PICTURES,
}


def media_of(document: FunnelDocument) -> Iterator[tuple[str, MediaDoc]]:
    """Every file the document names, with its place in the document."""
    for index, step in enumerate(document.steps):
        if isinstance(step, VideoStep):
            for role, media in _roles(step.magnet):
                yield f"steps[{index}].magnet.{role}", media
        if isinstance(step, GuideStep) and step.magnet.file:
            yield f"steps[{index}].magnet.file", step.magnet.file
    yield from images_of(document)


def media_faults(document: FunnelDocument) -> list[Fault]:
    found: list[Fault] = []
    first: dict[str, str] = {}
    for place, media in media_of(document):
        allowed = _allowed(document, place)
        if PurePosixPath(media.path).suffix not in allowed:
            endings = _(" or ").join(allowed)
            sentence = _("This file ends in %(endings)s.") % {"endings": endings}
            found.append(Fault(f"{place}.path", sentence))
        if first.setdefault(media.path, media.sha256) != media.sha256:
            sentence = _("Two different files are named %(path)s. Rename one.")
            found.append(Fault(f"{place}.sha256", sentence % {"path": media.path}))
    return found


def _allowed(document: FunnelDocument, place: str) -> tuple[str, ...]:
    """Endings that may stand there: a video's file is a film, a guide's any file we give."""
    role = place.rpartition(".")[2]
    films = (f"steps[{n}].magnet.file" for n, s in enumerate(document.steps) if s.kind == "video")
    return _KINDS["film" if place in films else role]


def _roles(video: VideoDoc) -> Iterator[tuple[str, MediaDoc]]:
    for role in ("file", "captions", "poster"):
        media: MediaDoc | None = getattr(video, role)
        if media is not None:
            yield role, media
