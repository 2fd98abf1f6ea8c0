"""What a gift's screen has to know of its visit and its files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.core.files.storage import default_storage

from funnel.document import ChecklistStep, GuideStep, LinkStep, VideoStep
from funnel.journey.gifts import download_of
from funnel.journey.record import GiftStep, Record
from funnel.journey.trail import Screen


def gift_known(record: Record, step: GiftStep) -> dict[str, object]:
    """At most one query: the visit's row of this gift."""
    screen = Screen(step.key)
    view = record.views.get(screen)
    files = record.visit.publication.files
    if isinstance(step, GuideStep | LinkStep):
        return {"is_taken": view is not None and view.is_yes, **file_facts(step, files)}
    download = download_of(record.visit, step.key) if screen in record.stored else None
    if isinstance(step, ChecklistStep):
        return {
            "ticks": download.ticks if download else [],
            "is_mailed": download is not None and download.mailed_at is not None,
            "has_address": record.visit.address_id is not None,
        }
    return {"played": download.played_seconds if download else 0, **file_facts(step, files)}


def file_facts(step: GiftStep, files: Mapping[str, str]) -> dict[str, object]:
    """Addresses of the files a gift shows and the bytes of the one it gives; `files` maps hashes
    to stored names."""
    if isinstance(step, VideoStep):
        return {"media": media_of(step, files), "size": _size(step, files)}
    return {"size": _size(step, files)} if isinstance(step, GuideStep) else {}


def media_of(step: VideoStep, files: Mapping[str, str]) -> dict[str, str]:
    """Addresses of the video, its captions and its still."""
    magnet = step.magnet
    parts = {"file": magnet.file, "captions": magnet.captions, "poster": magnet.poster}
    return {
        name: default_storage.url(files[part.sha256])
        for name, part in parts.items()
        if part and part.sha256 in files
    }


def _size(step: VideoStep | GuideStep, files: Mapping[str, str]) -> int:
    """0 for a gift without a file, and for one that is lost."""
    file = step.magnet.file
    if file is None or file.sha256 not in files:
        return 0
    try:
        return _bytes(files[file.sha256])
    except OSError:
        return 0


@lru_cache(maxsize=256)
def _bytes(name: str) -> int:
    """Asked of the storage once: what lies under a random name never changes."""
    return default_storage.size(name)
