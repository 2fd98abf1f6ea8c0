"""What a file is, by its content and never by its name alone. Called by leads.media.

Whatever is refused here is refused in one sentence that says what to do instead.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import IO, Any

import puremagic
from django.utils.translation import gettext as _

MAX_BYTES = 100 * 1024 * 1024
PICTURES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
FILMS = {".mp4": "video/mp4", ".webm": "video/webm"}
# What a name may end in, and what the content then has to be.
TYPES = {
    **PICTURES,
    **FILMS,
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".vtt": "text/vtt",
}
_HEAD_BYTES = 4096
_END_BYTES = 64 * 1024
# What Windows, Linux, macOS and shells run, whatever it is called.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
_PAGE = re.compile(
    rb"<(!doctype|html|head|body|script|svg|iframe|object|embed)[\s>/]", re.IGNORECASE
)
_ACTS = re.compile(rb"/(JavaScript|Launch)\b")

# Any: a file of Django's or of Python's own; both read and seek.
Readable = IO[bytes] | Any


class MediaRefusedError(ValueError):
    """This file cannot be kept; the message says why and what to do."""


def ending_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def kind_of(file: Readable, name: str, size: int) -> str:
    """The content type, after a look at the content. Raises MediaRefusedError.

    Pictures and archives get a closer look of their own afterwards.
    """
    ending = ending_of(name)
    if ending not in TYPES:
        raise MediaRefusedError(
            _("%(name)s: use one of %(endings)s.")
            % {"name": name, "endings": ", ".join(sorted(TYPES))}
        )
    if not size:
        raise MediaRefusedError(_("%(name)s is empty.") % {"name": name})
    if size > MAX_BYTES:
        raise MediaRefusedError(
            _("%(name)s is larger than 100 MB. Make it smaller.") % {"name": name}
        )
    head, end = _ends(file, size)
    if is_program(head):
        raise MediaRefusedError(
            _("%(name)s is a program under another name. Programs are not kept here.")
            % {"name": name}
        )
    if not _is_kind(ending, file, head):
        raise MediaRefusedError(
            _("%(name)s is no %(ending)s file inside. Save it as %(ending)s again.")
            % {"name": name, "ending": ending}
        )
    _refuse_second_kind(file, name, ending, head, end)
    return TYPES[ending]


def is_program(head: bytes) -> bool:
    return head.startswith(_PROGRAMS)


def _ends(file: Readable, size: int) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(_END_BYTES)
    file.seek(max(0, size - _END_BYTES))
    end = file.read(_END_BYTES)
    file.seek(0)
    return head, end


def _is_kind(ending: str, file: Readable, head: bytes) -> bool:
    if ending == ".vtt":
        return _is_captions(file.read())
    if ending == ".zip":
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and zipfile.is_zipfile(file)
    if ending == ".pdf":
        return head.startswith(b"%PDF-")
    return TYPES[ending] in _kinds(head)


def _refuse_second_kind(file: Readable, name: str, ending: str, head: bytes, end: bytes) -> None:
    """A file that other programs would read as something else, and a PDF that acts by itself."""
    if ending == ".pdf" and (_ACTS.search(head) or _ACTS.search(end)):
        raise MediaRefusedError(
            _("%(name)s starts something when it is opened. Save it as a plain PDF.")
            % {"name": name}
        )
    is_page = ending in PICTURES | FILMS and _PAGE.search(head[:_HEAD_BYTES]) is not None
    is_archive = ending not in {".zip", ".vtt"} and zipfile.is_zipfile(file)
    is_paper = ending != ".pdf" and b"%PDF-" in head[:1024]
    if is_page or is_archive or is_paper:
        raise MediaRefusedError(
            _("%(name)s is two kinds of file at once. Save it as %(ending)s again.")
            % {"name": name, "ending": ending}
        )


def _is_captions(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.match(r"WEBVTT([ \t\n\r]|$)", text) is not None


def _kinds(head: bytes) -> set[str]:
    """The likeliest kinds of this content, as content types."""
    try:
        found = puremagic.magic_string(head[:_HEAD_BYTES])
    except (puremagic.PureError, ValueError):
        return set()
    best = max((match.confidence for match in found), default=0)
    return {match.mime_type for match in found if match.confidence == best}
