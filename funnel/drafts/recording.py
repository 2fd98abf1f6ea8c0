"""A change of a draft under the lock of its funnel, kept as an edit with its way back.

Whatever writes to a draft does so inside `recorded()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from funnel.drafts.rows import Rows, rows_around
from funnel.models import Edit, Funnel

# Typing on one thing is one edit, until a pause as long as this.
_PAUSE = timedelta(minutes=2)
_KEPT = 300


@contextmanager
def recorded(
    *, funnel: Funnel, by: User | None, now: datetime, words: str, piece: str = ""
) -> Iterator[None]:
    """Everything written to the draft inside becomes one edit, or none where nothing changed.

    One transaction, under the lock of the funnel's row. `words` say to marketers what was done,
    in a few words and in the past tense. Changes of the same `piece` by the same person with less
    than two minutes between them join the edit before; an empty piece never joins. What was
    undone before is forgotten, and of old edits the last 300 are kept. Raises Funnel.DoesNotExist
    for a funnel that is gone meanwhile.
    """
    with transaction.atomic():
        Funnel.objects.select_for_update(of=("self",)).get(pk=funnel.pk)
        with rows_around(funnel) as (before, after):
            yield
        changes = compared(before, after)
        if changes:
            _keep(funnel, changes, by=by, now=now, words=words, piece=piece)


def compared(before: Rows, after: Rows) -> list[dict[str, object]]:
    """What differs, row by row, as Edit.changes has it."""
    return [
        {"row": name, "before": before.get(name), "after": after.get(name)}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _keep(
    funnel: Funnel,
    changes: list[dict[str, object]],
    *,
    by: User | None,
    now: datetime,
    words: str,
    piece: str,
) -> None:
    edits = Edit.objects.filter(funnel=funnel)
    edits.filter(is_undone=True).delete()
    last = edits.order_by("-number").first()
    if last is not None and _joins(last, by, now, piece):
        last.changes = _joined(last.changes, changes)
        last.made_at = now
        last.words = words
        last.save(update_fields=["changes", "made_at", "words"])
    else:
        number = last.number + 1 if last else 1
        Edit.objects.create(
            funnel=funnel,
            number=number,
            piece=piece,
            words=words[:300],
            changes=changes,
            made_at=now,
            made_by=by,
        )
        edits.filter(number__lte=number - _KEPT).delete()
    note_revision(funnel)


def note_revision(funnel: Funnel) -> None:
    """The draft is another one now."""
    Funnel.objects.filter(pk=funnel.pk).update(revision=F("revision") + 1)
    funnel.refresh_from_db(fields=["revision"])


def _joins(last: Edit, by: User | None, now: datetime, piece: str) -> bool:
    is_same = piece != "" and last.piece == piece and last.made_by_id == (by.pk if by else None)
    return is_same and now - last.made_at < _PAUSE


def _joined(
    first: list[dict[str, object]], second: list[dict[str, object]]
) -> list[dict[str, object]]:
    """From before the first to after the second; what came back to where it was drops out."""
    found = {str(each["row"]): each for each in first}
    for each in second:
        known = found.get(str(each["row"]))
        found[str(each["row"])] = {**each, "before": known["before"]} if known else each
    return [each for _name, each in sorted(found.items()) if each["before"] != each["after"]]
