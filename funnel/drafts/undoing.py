"""Edits taken back and made again, in their order: everybody's work on a draft is one line.

The studio's two buttons call it, also days after the edit was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction

from funnel.drafts.recording import note_revision
from funnel.drafts.rows import Values, standing_rows, write_rows
from funnel.models import Edit, Funnel, Presence


class UndoClashError(Exception):
    """What the edit left behind was changed since by something that keeps no edits. Nothing was
    written."""


def undo(*, funnel: Funnel, by: User | None, now: datetime) -> Edit | None:
    """Takes back the newest edit that stands, whoever made it; None where there is none.

    Raises UndoClashError.
    """
    with transaction.atomic():
        _lock(funnel)
        edit = last_done(funnel)
        if edit is not None:
            _turn(funnel, edit, to="before", by=by, now=now)
        return edit


def redo(*, funnel: Funnel, by: User | None, now: datetime) -> Edit | None:
    """Makes the oldest undone edit again; None where there is none. Raises UndoClashError."""
    with transaction.atomic():
        _lock(funnel)
        edit = next_undone(funnel)
        if edit is not None:
            _turn(funnel, edit, to="after", by=by, now=now)
        return edit


def last_done(funnel: Funnel) -> Edit | None:
    """The edit that undo() takes back next."""
    return Edit.objects.filter(funnel=funnel, is_undone=False).order_by("-number").first()


def next_undone(funnel: Funnel) -> Edit | None:
    """The edit that redo() makes next."""
    return Edit.objects.filter(funnel=funnel, is_undone=True).order_by("number").first()


def _lock(funnel: Funnel) -> None:
    Funnel.objects.select_for_update(of=("self",)).get(pk=funnel.pk)


def _turn(
    funnel: Funnel,
    edit: Edit,
    *,
    to: Literal["before", "after"],
    by: User | None,
    now: datetime,
) -> None:
    since: Literal["before", "after"] = "after" if to == "before" else "before"
    stands = _side(edit, since)
    wanted = _side(edit, to)
    now_there = standing_rows(stands)
    if any(now_there[name] not in (stands[name], _left(name, stands, wanted)) for name in stands):
        raise UndoClashError
    write_rows(wanted)
    edit.is_undone = to == "before"
    edit.save(update_fields=["is_undone"])
    note_revision(funnel)
    if by is not None:
        Presence.objects.filter(funnel=funnel, user=by).update(seen_at=now, piece=edit.piece)


def _left(
    name: str, stands: Mapping[str, Values | None], wanted: Mapping[str, Values | None]
) -> Values | None:
    """What else may be there: a row taken off the draft can stay on record, as it was."""
    return wanted[name] if stands[name] is None else stands[name]


def _side(edit: Edit, side: str) -> Mapping[str, Values | None]:
    return {str(each["row"]): each[side] for each in edit.changes}
