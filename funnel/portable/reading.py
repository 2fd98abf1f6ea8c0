"""A file from outside as a document and its media, or refused with every fault in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, named
from funnel.checking.laws import check_document
from funnel.checking.laws.media import media_of
from funnel.document import FunnelDocument
from funnel.portable.refusal import ImportRefusedError
from funnel.portable.yaml_reading import MAX_BYTES as MAX_YAML_BYTES
from funnel.portable.yaml_reading import plain_data
from funnel.portable.zip_reading import DOCUMENT, read_entries
from funnel.portable.zip_reading import MAX_BYTES as MAX_MEDIA_BYTES
from funnel.publishing.shape import Plain, shaped
from funnel.upgrading import upgraded
from leads.media import MediaRefusedError, checked_type

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Portable:
    """`media`: content by the path the document names it with."""

    document: FunnelDocument
    media: Mapping[str, bytes]


def read_portable(path: Path) -> Portable:
    """The funnel in a .yaml or .zip file. Raises ImportRefusedError; OSError if unreadable.

    The files of a YAML file lie beside it: media/x.mp4 in its own folder.
    """
    if path.suffix == ".zip":
        entries = read_entries(path)
        return Portable(read_document(entries.pop(DOCUMENT)), entries)
    with path.open("rb") as file:
        document = read_document(file.read(MAX_YAML_BYTES + 1))
    return Portable(document, _media_beside(path.parent, document))


def read_document(content: bytes) -> FunnelDocument:
    """The document in a YAML text. Raises ImportRefusedError."""
    raw, faults = plain_data(content)
    if not isinstance(raw, dict):
        raise ImportRefusedError([*faults, Fault("", _("The file must begin with format: 1."))])
    faults += _format_faults(raw)
    if any(fault.path == "format" for fault in faults):
        raise ImportRefusedError(faults)
    document = shaped(upgraded(raw))
    if isinstance(document, list) or faults:
        raise ImportRefusedError([*faults, *(document if isinstance(document, list) else ())])
    return document


def portable_faults(portable: Portable) -> list[Fault]:
    """All that keeps a readable file from being imported."""
    return [*check_document(portable.document), *file_faults(portable)]


def _format_faults(raw: dict[str, Plain]) -> list[Fault]:
    said = raw.get("format")
    if isinstance(said, int) and not isinstance(said, bool) and said > FORMAT:
        sentence = _(
            "This file is of format %(said)s; this installation reads up to %(known)s."
            " Bring Small Yes up to date first."
        )
        return [Fault("format", sentence % {"said": said, "known": FORMAT})]
    if said != FORMAT or isinstance(said, bool):
        sentence = _("Say which format this is: the first line is format: %(known)s.")
        return [Fault("format", sentence % {"known": FORMAT})]
    return []


def _media_beside(folder: Path, document: FunnelDocument) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    faults: list[Fault] = []
    left = MAX_MEDIA_BYTES
    for place, media in media_of(document):
        file = (folder / media.path).resolve()
        if media.path in found:
            continue
        if not file.is_relative_to(folder.resolve()):
            faults.append(Fault(f"{place}.path", _("This leads out of the funnel's folder.")))
        elif file.is_file():
            with file.open("rb") as opened:
                found[media.path] = opened.read(left + 1)
            left -= len(found[media.path])
        if left < 0:
            raise ImportRefusedError([Fault("", _("The media are larger than 100 MB together."))])
    if faults:
        raise ImportRefusedError(faults)
    return found


def file_faults(portable: Portable) -> list[Fault]:
    """Files that are missing, others than was said, or too many."""
    return named("missing-file", _media_faults(portable))


def _media_faults(portable: Portable) -> list[Fault]:
    faults: list[Fault] = []
    known: set[str] = set()
    for place, media in media_of(portable.document):
        known.add(media.path)
        content = portable.media.get(media.path)
        if content is None:
            sentence = _("The file %(file)s is not there. Add it.")
            faults.append(Fault(f"{place}.path", sentence % {"file": media.path}))
        elif hashlib.sha256(content).hexdigest() != media.sha256:
            sentence = _("%(file)s is another file than this SHA-256 says.")
            faults.append(Fault(f"{place}.sha256", sentence % {"file": media.path}))
        else:
            faults += _content_faults(place, media.path, content)
    unused = sorted(set(portable.media) - known)
    sentence = _("The funnel names no such file. Remove it.")
    return faults + [Fault(path, sentence) for path in unused]


def _content_faults(place: str, path: str, content: bytes) -> list[Fault]:
    try:
        checked_type(content, path.removeprefix("media/"))
    except MediaRefusedError as error:
        return [Fault(f"{place}.path", str(error))]
    return []
