"""Files that belong to gifts: checked by content, stored under a random name, found by hash.

The portable file and the admin store through here; the public pages find.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath

import puremagic
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from leads.models import MediaFile

MAX_BYTES = 100 * 1024 * 1024
# What a name may end in, and what the content then has to be.
_TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".vtt": "text/vtt",
}
_HEAD_BYTES = 4096


class MediaRefusedError(ValueError):
    """This file cannot be a gift; the message says why and what to do."""


@transaction.atomic
def store_media(*, content: bytes | File[bytes], name: str, now: datetime) -> MediaFile:
    """The stored file. The same content under the same name is stored once.

    Raises MediaRefusedError. The stored name is random; `name` is what people download it as.
    """
    data = content if isinstance(content, bytes) else _bytes_of(content)
    name = clean_name(name)
    content_type = checked_type(data, name)
    media, _is_new = MediaFile.objects.get_or_create(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        defaults={
            "size": len(data),
            "content_type": content_type,
            "created_at": now,
        },
    )
    if not media.file:
        stored = f"{secrets.token_urlsafe(16)}{PurePosixPath(name).suffix}"
        media.file.save(stored, ContentFile(data), save=True)
    return media


def find_media(sha256s: set[str]) -> dict[str, MediaFile]:
    """Stored files by hash; one query. Hashes that nobody stored are left out."""
    files = MediaFile.objects.filter(sha256__in=sha256s).order_by("-pk")
    return {media.sha256: media for media in files}


def forget_unkept(files: Iterable[MediaFile]) -> None:
    """Deletes the contents of files whose rows a rolled-back transaction took away."""
    names = {media.file.name for media in files if media.file.name}
    kept = set(MediaFile.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names - kept:
        default_storage.delete(name)


def clean_name(name: str) -> str:
    """A name that is safe in a path and an address; one that is already stays as it is."""
    base = PurePosixPath(name.replace("\\", "/")).name.lower()
    safe = re.sub(r"[^a-z0-9._-]+", "-", base).lstrip("-_.") or "file"
    stem, dot, ending = safe.rpartition(".")
    # A long name loses the end of its stem, never its ending.
    return f"{stem[: 99 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else safe[:100]


def checked_type(data: bytes, name: str) -> str:
    """The content type, after a look at the content. Raises MediaRefusedError."""
    ending = PurePosixPath(name).suffix
    expected = _TYPES.get(ending)
    if expected is None:
        raise MediaRefusedError(
            _("%(name)s: use one of %(endings)s.")
            % {"name": name, "endings": ", ".join(sorted(_TYPES))}
        )
    if not data:
        raise MediaRefusedError(_("%(name)s is empty.") % {"name": name})
    if len(data) > MAX_BYTES:
        raise MediaRefusedError(
            _("%(name)s is larger than 100 MB. Make it smaller.") % {"name": name}
        )
    if not (_is_captions(data) if ending == ".vtt" else expected in _kinds(data)):
        raise MediaRefusedError(
            _("%(name)s is no %(ending)s file inside. Save it as %(ending)s again.")
            % {"name": name, "ending": ending}
        )
    return expected


def _is_captions(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.match(r"WEBVTT([ \t\n\r]|$)", text) is not None


def _kinds(data: bytes) -> set[str]:
    """The likeliest kinds of this content, as content types."""
    try:
        found = puremagic.magic_string(data[:_HEAD_BYTES])
    except (puremagic.PureError, ValueError):
        return set()
    best = max((match.confidence for match in found), default=0)
    return {match.mime_type for match in found if match.confidence == best}


def _bytes_of(content: File[bytes]) -> bytes:
    data = bytearray()
    for chunk in content.chunks():
        data += chunk
        if len(data) > MAX_BYTES:
            break  # checked_type() says what is wrong
    return bytes(data)
