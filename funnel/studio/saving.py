"""Saving one piece as it was typed: all of it or nothing, and never over somebody else's words.

The views of the pane call it for autosave and for the buttons of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from funnel.drafts import recorded
from funnel.drafts.fingerprint import fingerprint
from funnel.models import Edit, Funnel
from funnel.studio.clashing import Difference, differences
from funnel.studio.desk import Files, Pane
from funnel.studio.fields import AnyForm
from funnel.studio.panes import make_pane
from funnel.studio.pieces import Piece, piece_row

# Another value of these asks for other fields than before.
_RESHAPING = frozenset({"scoring", "outcome_by"})


@dataclass(frozen=True, slots=True)
class Saved:
    """`seen` is the new mark of the piece; `media` are fields whose file is kept by now."""

    pane: Pane
    seen: str
    media: tuple[str, ...]
    is_changed: bool
    is_reshaped: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written; the errors stand in the forms of the pane."""

    pane: Pane

    @property
    def first(self) -> str:
        """One sentence for the state of the page."""
        for form in self.pane.bound:
            for name, errors in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                return f"{label}: {errors[0]}" if label else str(errors[0])
        return ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else was faster; nothing was written. `seen` is what keeping one's own answers;
    empty where that cannot be, because the piece is gone or asks for other things by now."""

    edit: Edit | None
    differences: tuple[Difference, ...]
    seen: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a row together with saving: what to do, and how an edit says it."""

    run: Callable[[Model], None]
    words: str
    gone: str = ""


def save_piece(
    *,
    funnel: Funnel,
    piece: Piece,
    data: QueryDict,
    files: Files,
    by: User | None,
    now: datetime,
    act: Act | None = None,
) -> Saved | Refused | Clash:
    """Binds what was sent to the piece as it stands now, under the lock of its funnel.

    `data` carries `seen`, the mark of the piece as its sender knew it; `keep` instead, the mark
    of what somebody decides to write over. Idempotent: the same data again is no edit.
    """
    with transaction.atomic():
        locked = Funnel.objects.select_for_update(of=("self",)).select_related("theme")
        funnel = locked.get(pk=funnel.pk)
        row = piece_row(funnel, piece)
        if row is None:
            return Clash(_last_edit(funnel, piece), (), "", is_gone=True)
        pane = make_pane(
            funnel, piece, row, now=now, data=data, files=files, gone=act.gone if act else ""
        )
        is_valid = pane.is_valid()
        clash = _clash(funnel, piece, pane, data)
        # What is there already was saved, whatever became of the answer that said so.
        if clash is not None and (pane.changed or not is_valid or act is not None):
            return clash
        if not is_valid:
            return Refused(pane)
        changed = pane.changed
        words = act.words if act else _words(pane)
        # What a row's button did is an edit of its own: it is taken back by itself.
        joins = "" if act else piece.slug
        with recorded(funnel=funnel, by=by, now=now, words=words, piece=joins):
            pane.save()
            if act is not None:
                act.run(row)
        return _saved(pane, changed, seen=fingerprint(funnel, piece), is_acted=act is not None)


def _saved(pane: Pane, changed: list[tuple[AnyForm, str]], *, seen: str, is_acted: bool) -> Saved:
    """`changed` is what it was before it was saved; `is_acted`: something was done to the row."""
    return Saved(
        pane=pane,
        seen=seen,
        media=tuple(_media(changed)),
        is_changed=bool(changed) or is_acted,
        is_reshaped=any(name in _RESHAPING for _form, name in changed),
    )


def _clash(funnel: Funnel, piece: Piece, pane: Pane, data: QueryDict) -> Clash | None:
    """Where the piece is not as its sender knew it: another one by now, or in another shape."""
    mark = fingerprint(funnel, piece)
    has_same_shape = data.get("shape", pane.shape) == pane.shape
    if has_same_shape and mark == (data.get("keep") or data.get("seen")):
        return None
    return Clash(_last_edit(funnel, piece), differences(pane), mark if has_same_shape else "")


def _words(pane: Pane) -> str:
    changed = pane.changed
    is_reworded = all(isinstance(form.fields[name], forms.CharField) for form, name in changed)
    words = _("Reworded %(what)s") if is_reworded else _("Changed %(what)s")
    return words % {"what": pane.noun}


def _media(changed: list[tuple[AnyForm, str]]) -> list[str]:
    return [
        form.add_prefix(name)
        for form, name in changed
        if form.fields[name].widget.needs_multipart_form
    ]


def _last_edit(funnel: Funnel, piece: Piece) -> Edit | None:
    edits = Edit.objects.filter(funnel=funnel).select_related("made_by").order_by("-number")
    return edits.filter(piece=piece.slug).first() or edits.first()
