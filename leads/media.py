"""Files that gifts and pages show: checked by content, stored under random names, found by hash.

The portable file and the admin store through here; the public pages find.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from leads import pictures
from leads.archives import check_archive
from leads.file_kinds import (
    MAX_BYTES,
    PICTURES,
    TYPES,
    MediaRefusedError,
    ending_of,
    kind_of,
)
from leads.models import MediaFile
from leads.pictures import Box

__all__ = [
    "MAX_BYTES",
    "MediaRefusedError",
    "checked_type",
    "clean_name",
    "cut_media",
    "find_media",
    "forget_unkept",
    "give_small",
    "store_media",
    "store_upload",
]


class _Lent(File[bytes]):
    """Storing would move a file or close it, and there is more to be done with this one."""

    def close(self) -> None:
        self.file = None


@transaction.atomic
def store_media(*, content: bytes | File[bytes], name: str, now: datetime) -> MediaFile:
    """The stored file. The same content under the same name is stored once.

    A picture also gets the light one that phones are given. The stored name is random; `name` is
    what people download it as. Raises MediaRefusedError; nothing is stored then.
    """
    file = ContentFile(content) if isinstance(content, bytes) else content
    name, size = clean_name(name), file.size
    content_type = kind_of(file, name, size)
    width, height = _looked_into(file, name)
    media, _is_new = MediaFile.objects.get_or_create(
        sha256=_hash(file),
        name=name,
        defaults={
            "size": size,
            "content_type": content_type,
            "width": width,
            "height": height,
            "created_at": now,
        },
    )
    if not media.file:
        light = _light(file, name, size)
        _keep(media, file)
        if light is not None:
            _add_small(media, light, now)
    return media


def store_upload(*, content: File[bytes], name: str, now: datetime) -> MediaFile:
    """As store_media(), for what somebody chose in a form: a picture loses what its camera wrote.

    Where it was taken is nobody's business, and it stands upright from now on.
    """
    clean = clean_name(name)
    if ending_of(clean) not in PICTURES:
        return store_media(content=content, name=name, now=now)
    kind_of(content, clean, content.size)
    plain = pictures.cleaned(content, clean)
    return store_media(content=content if plain is None else plain, name=name, now=now)


@transaction.atomic
def cut_media(*, media: MediaFile, box: Box, now: datetime) -> MediaFile:
    """The part of a picture inside `box` as a file of its own. Raises MediaRefusedError."""
    try:
        with media.file.open("rb") as file:
            part = pictures.cut(file, media.name, box)
    except OSError as error:
        raise _away(media.name) from error
    stored = store_media(content=part, name=media.name, now=now)
    if stored.pk != media.pk and stored.cut_from_id is None:
        stored.cut_from = media.cut_from or media
        stored.alt = stored.alt or media.alt
        stored.save(update_fields=["cut_from", "alt"])
    return stored


@transaction.atomic
def give_small(*, media: MediaFile, now: datetime) -> None:
    """Makes the light one of a picture that was stored before there were any. Idempotent.

    A picture that is lost or damaged stays as it is; publishing says so elsewhere.
    """
    if media.small_id or media.content_type not in PICTURES.values():
        return
    try:
        with media.file.open("rb") as file:
            light = pictures.lighter(file, media.name, media.size)
    except (OSError, MediaRefusedError):
        return
    if light is not None:
        _add_small(media, light, now)


def find_media(sha256s: set[str]) -> dict[str, MediaFile]:
    """Stored files by hash; one query. Hashes that nobody stored are left out."""
    files = MediaFile.objects.filter(sha256__in=sha256s).select_related("small").order_by("-pk")
    return {media.sha256: media for media in files}


def forget_unkept(files: Iterable[MediaFile]) -> None:
    """Deletes the contents of files whose rows a rolled-back transaction took away."""
    rows = [row for media in files for row in (media, media.small) if row]
    names = {row.file.name for row in rows if row.file.name}
    kept = set(MediaFile.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names - kept:
        default_storage.delete(name)


def checked_type(data: bytes, name: str) -> str:
    """The content type of what store_media() would keep. Raises MediaRefusedError as it does."""
    file = ContentFile(data)
    content_type = kind_of(file, name, file.size)
    _looked_into(file, name)
    return content_type


def clean_name(name: str) -> str:
    """A name that is safe in a path and an address; one that is already stays as it is."""
    base = PurePosixPath(name.replace("\\", "/")).name.lower()
    safe = re.sub(r"[^a-z0-9._-]+", "-", base).lstrip("-_.") or "file"
    stem, dot, ending = safe.rpartition(".")
    # A long name loses the end of its stem, never its ending.
    return f"{stem[: 99 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else safe[:100]


def _looked_into(file: File[bytes], name: str) -> tuple[int, int]:
    """Width and height of a picture, zeros for the rest. Raises MediaRefusedError."""
    ending = ending_of(name)
    if ending == ".zip":
        check_archive(file, name)
    if ending not in PICTURES:
        return 0, 0
    facts = pictures.measured(file, name)
    if facts.has_place:
        raise MediaRefusedError(
            _("%(name)s says where it was taken. Save it without its place.") % {"name": name}
        )
    return facts.width, facts.height


def _light(file: File[bytes], name: str, size: int) -> bytes | None:
    return pictures.lighter(file, name, size) if ending_of(name) in PICTURES else None


def _hash(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _keep(media: MediaFile, file: File[bytes]) -> None:
    """Puts the content away. Raises MediaRefusedError if that cannot be done."""
    stored = f"{secrets.token_urlsafe(16)}{ending_of(media.name)}"
    file.seek(0)
    try:
        media.file.save(stored, _Lent(file), save=True)
    except OSError as error:
        raise _away(media.name) from error
    file.seek(0)


def _add_small(media: MediaFile, light: bytes, now: datetime) -> None:
    name = clean_name(f"{PurePosixPath(media.name).stem[:80]}-small.webp")
    small, _is_new = MediaFile.objects.get_or_create(
        sha256=hashlib.sha256(light).hexdigest(),
        name=name,
        defaults={"size": len(light), "content_type": TYPES[".webp"], "created_at": now},
    )
    if not small.file:
        file = ContentFile(light)
        facts = pictures.measured(file, name)
        small.width, small.height = facts.width, facts.height
        try:
            _keep(small, file)
        except MediaRefusedError:
            default_storage.delete(str(media.file.name))
            raise
    media.small = small
    media.save(update_fields=["small"])


def _away(name: str) -> MediaRefusedError:
    return MediaRefusedError(
        _("%(name)s could not be kept: the place for files does not answer. Try again in a minute.")
        % {"name": name}
    )
