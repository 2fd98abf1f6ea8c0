"""A gift's rows as the parts of a document. compile.py calls it with everything prefetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from funnel.publishing.shape import Plain
from leads.models import LeadMagnet, MediaFile


def media_names(
    magnets: Iterable[LeadMagnet], pictures: Iterable[MediaFile] = ()
) -> dict[int, str]:
    """The name each file of gifts and questions travels under, by the id of its row.

    Different files of one name get a piece of their hash, so that none overwrites another.
    """
    files = {
        media.pk: media
        for magnet in magnets
        for media in (magnet.video, magnet.captions, magnet.poster, magnet.file)
        if media
    }
    files |= {media.pk: media for media in pictures}
    hashes: dict[str, set[str]] = defaultdict(set)
    for media in files.values():
        hashes[media.name].add(media.sha256)
    return {
        pk: media.name if len(hashes[media.name]) == 1 else _told_apart(media)
        for pk, media in files.items()
    }


def magnet_parts(magnet: LeadMagnet, names: dict[int, str]) -> Plain:
    parts: dict[str, Plain] = {
        "title": magnet.title,
        "problem": magnet.problem,
        "promise": magnet.promise,
        "minutes": magnet.minutes,
        "kind": magnet.kind,
    }
    match magnet.kind:
        case LeadMagnet.Kind.CHECKLIST:
            parts["items"] = [
                {"key": item.key, "text": item.text, "help": item.help}
                for item in magnet.items.all()
            ]
        case LeadMagnet.Kind.GUIDE:
            parts["body"] = magnet.body
            parts["file"] = _media(magnet.file, names)
        case LeadMagnet.Kind.VIDEO:
            parts |= _video_parts(magnet, names)
        case LeadMagnet.Kind.SERIES:
            parts |= {
                "body": magnet.body,
                "button": magnet.button,
                "skip_label": magnet.skip_label,
            }
        case LeadMagnet.Kind.LINK:
            parts |= {"body": magnet.body, "url": magnet.url, "button": magnet.button}
    return parts


def _video_parts(magnet: LeadMagnet, names: dict[int, str]) -> dict[str, Plain]:
    files = {"file": magnet.video, "captions": magnet.captions, "poster": magnet.poster}
    return {
        "seconds": magnet.seconds,
        "url": magnet.url,
        "transcript": magnet.transcript,
        **{role: _media(media, names) for role, media in files.items()},
    }


def _media(media: MediaFile | None, names: dict[int, str]) -> Plain:
    if media is None:
        return None
    return {"path": f"media/{names[media.pk]}", "sha256": media.sha256}


def _told_apart(media: MediaFile) -> str:
    name = PurePosixPath(media.name)
    return f"{name.stem[:80]}-{media.sha256[:8]}{name.suffix}"
