"""Lines inside a piece: answers, lines to tick, fields, topics, figures, sources.

Begun, moved and taken away while their piece is saved; the callers hold the funnel's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from funnel.models import Funnel, OptInField, SourceHook, Step
from leads.models import ChecklistItem
from quizzes.keys import free_key
from quizzes.models import Category, Choice, Figure, Question
from quizzes.question_admin import MOST_ANSWERS

Way = Literal["up", "down"]
_MOST = 40
_MOST_ANSWERS, _MOST_FIELDS = 12, 12


@dataclass(frozen=True, slots=True)
class Kind:
    """`begin` gives the first values of a new row beside its key and place."""

    model: type[Model]
    parent: str
    begin: Callable[[Model], dict[str, object]]
    most: int = _MOST


def _answer(_question: Model) -> dict[str, object]:
    return {"text": ""}


def _field(gate: Model) -> dict[str, object]:
    """Whatever is not asked for yet; after that one of the marketer's own."""
    asked = set(OptInField.objects.filter(opt_in=gate.pk).values_list("kind", flat=True))
    kinds = (OptInField.Kind.EMAIL, OptInField.Kind.FIRST_NAME, OptInField.Kind.PHONE)
    free = next((kind for kind in kinds if kind not in asked), None)
    if free is not None:
        return {"kind": free, "is_required": False}
    return {"kind": OptInField.Kind.TEXT, "label": _("Your own question"), "is_required": False}


def _topic(_quiz: Model) -> dict[str, object]:
    return {"name": _("New topic")}


def _figure(_quiz: Model) -> dict[str, object]:
    return {"name": _("New figure"), "formula": "0"}


def _source(funnel: Model) -> dict[str, object]:
    taken = set(SourceHook.objects.filter(funnel=funnel.pk).values_list("source", flat=True))
    return {"source": free_key("newsletter", taken=taken, fallback="source"), "text": ""}


KINDS: Mapping[str, Kind] = {
    "answer": Kind(Choice, "question", _answer, _MOST_ANSWERS),
    "line": Kind(ChecklistItem, "magnet", _answer),
    "field": Kind(OptInField, "opt_in", _field, _MOST_FIELDS),
    "topic": Kind(Category, "quiz", _topic),
    "figure": Kind(Figure, "quiz", _figure),
    "source": Kind(SourceHook, "funnel", _source),
}


class NoRoomError(Exception):
    """No more rows of this kind fit."""


def parent_of(piece_row: Model, what: str) -> Model | None:
    """What the rows hang on; None where this piece has none of them."""
    match piece_row, what:
        case Question(), "answer":
            return piece_row
        case Step(kind=Step.Kind.POLL), "answer":
            return piece_row.quiz and piece_row.quiz.questions.filter(archived_at=None).first()
        case Step(), "line":
            return piece_row.magnet
        case Step(), "field":
            return piece_row.opt_in
        case Step(), "topic" | "figure":
            return piece_row.quiz
        case Funnel(), "source":
            return piece_row
    return None


@transaction.atomic
def add_row(*, what: str, parent: Model) -> Model:
    """A new last row, ready to be written. Raises NoRoomError."""
    kind = KINDS[what]
    siblings = _siblings(kind, parent)
    most = kind.most
    if isinstance(parent, Question):
        most = MOST_ANSWERS.get(Question.Kind(parent.kind), most)
    if siblings.count() >= most:
        raise NoRoomError
    values = kind.begin(parent)
    last = siblings.aggregate(last=Max("position"))["last"]
    row = kind.model(**{kind.parent: parent}, **values, position=0 if last is None else last + 1)
    if not (isinstance(row, OptInField) and row.kind != OptInField.Kind.TEXT):
        said = next(
            (str(values[name]) for name in ("name", "label", "source") if name in values), ""
        )
        taken = set(siblings.values_list("key", flat=True))
        # Any: these rows all have a key, which their common type cannot say.
        keyed: Any = row
        keyed.key = free_key(said, taken=taken, fallback=what)
    row.save()
    return row


@transaction.atomic
def drop_row(*, what: str, parent: Model, pk: int) -> int | None:
    """Takes a row away; the next one to look at, None where none is left. A row that is gone
    already is no fault."""
    siblings = _siblings(KINDS[what], parent)
    pks = list(siblings.values_list("pk", flat=True))
    siblings.filter(pk=pk).delete()
    if pk not in pks:
        return pks[-1] if pks else None
    place = pks.index(pk)
    rest = [*pks[place + 1 :], *reversed(pks[:place])]
    return rest[0] if rest else None


@transaction.atomic
def shift_row(*, what: str, parent: Model, pk: int, way: Way) -> None:
    """One place up or down; nothing where there is none."""
    rows: list[Any] = list(_siblings(KINDS[what], parent))  # Any: each has a position
    place = next((n for n, row in enumerate(rows) if row.pk == pk), None)
    other = None if place is None else place + (-1 if way == "up" else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


# Any: a queryset of one of six models.
def _siblings(kind: Kind, parent: Model) -> Any:
    return kind.model._default_manager.filter(**{kind.parent: parent})
