"""Takes away uploaded files that nothing shows: a form that nobody saved, a picture replaced.

Called once a day. What any row, any question or any published version names is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ManyToOneRel, ProtectedError, Q

from funnel.models import Edit, Publication
from leads.models import MediaFile
from quizzes.models import Choice, Question

UNUSED_FOR = timedelta(days=1)
# Columns of draft rows that refer to a file.
_FILE_COLUMNS = frozenset(
    {
        *("share_picture_id", "logo_id", "picture_id"),
        *("file_id", "video_id", "captions_id", "poster_id"),
    }
)
_MOST = 500


def forget_unused(*, now: datetime, limit: int = _MOST) -> int:
    """How many files were forgotten. Idempotent; a file that cannot be reached waits a day more."""
    old = MediaFile.objects.filter(created_at__lt=now - UNUSED_FOR)
    kept = used_files()
    unused = [media for media in old.order_by("pk") if media.pk not in kept][:limit]
    return sum(_forget(media) for media in unused)


def used_files() -> set[int]:
    """Ids of the files that something shows or may show again, with what belongs to them."""
    kept = _named_by_rows() | _named_by_hash() | _published() | _named_by_edits()
    return kept | _belonging_to(kept)


def _forget(media: MediaFile) -> bool:
    """The row first: a file without a row is only room on a disk."""
    try:
        with transaction.atomic():
            media.delete()
    except ProtectedError:
        # Somebody chose it meanwhile.
        return False
    try:
        default_storage.delete(str(media.file.name))
    except OSError:
        return False
    return True


def _named_by_rows() -> set[int]:
    """Every foreign key to a file, of whatever table; other files' own references do not count."""
    found: set[int] = set()
    for relation in MediaFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model is not MediaFile:
            rows = relation.related_model._default_manager
            found |= set(rows.values_list(relation.field.attname, flat=True).distinct())
    return found - {None}


def _named_by_hash() -> set[int]:
    hashes = {
        *Question.with_archived.exclude(image="").values_list("image", flat=True),
        *Choice.objects.exclude(image="").values_list("image", flat=True),
    }
    return set(MediaFile.objects.filter(sha256__in=hashes).values_list("pk", flat=True))


def _published() -> set[int]:
    """Versions show files by the name they are stored under, and export them by their hash."""
    hashes: set[str] = set()
    names: set[str] = set()
    for files in Publication.objects.values_list("files", flat=True).iterator():
        hashes |= files.keys()
        names |= set(files.values())
    kept = MediaFile.objects.filter(sha256__in=hashes) | MediaFile.objects.filter(file__in=names)
    return set(kept.values_list("pk", flat=True))


def _named_by_edits() -> set[int]:
    """What an edit can bring back, by the foreign keys and the hashes in its rows."""
    pks: set[int] = set()
    hashes: set[str] = set()
    for changes in Edit.objects.values_list("changes", flat=True).iterator():
        for values in _values_of(changes):
            pks |= {
                int(str(values[name])) for name in _FILE_COLUMNS & values.keys() if values[name]
            }
            hashes.add(str(values.get("image") or ""))
    named = MediaFile.objects.filter(Q(pk__in=pks) | Q(sha256__in=hashes - {""}))
    return set(named.values_list("pk", flat=True))


def _values_of(changes: list[dict[str, object]]) -> Iterator[Mapping[str, object]]:
    for each in changes:
        for side in ("before", "after"):
            values = each[side]
            if isinstance(values, dict):
                yield values


def _belonging_to(kept: set[int]) -> set[int]:
    """The light ones of what is kept, and what it was cut out of: it can be cut anew."""
    pairs = MediaFile.objects.filter(pk__in=kept).values_list("small", "cut_from")
    first = {pk for pair in pairs for pk in pair if pk}
    more = MediaFile.objects.filter(pk__in=first).values_list("small", flat=True)
    return first | {pk for pk in more if pk}
