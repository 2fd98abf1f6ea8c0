"""What two people wrote at the same time, field by field, so that one of them can decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from funnel.studio.desk import Pane
from funnel.studio.fields import AnyForm
from quizzes.wording.picturing import PictureField
from quizzes.wording.when import ConditionField


@dataclass(frozen=True, slots=True)
class Difference:
    """`where` is the row it belongs to, by its words; empty outside of rows."""

    label: str
    theirs: str
    mine: str
    where: str = ""


def differences(pane: Pane) -> tuple[Difference, ...]:
    """What the bound pane would change about the piece as it stands."""
    said = {row.name: row.said for rows in pane.rows for row in rows.rows}
    return tuple(_difference(form, name, said) for form, name in pane.changed)


def _difference(form: AnyForm, name: str, said: dict[str, str]) -> Difference:
    bound = form[name]
    return Difference(
        label=str(bound.label or ""),
        theirs=_in_words(bound, bound.initial),
        mine=_in_words(bound, bound.data),
        where=said.get(str(form.prefix), ""),
    )


# Any: values of any kind of field.
def _in_words(bound: BoundField, value: Any) -> str:
    match bound.field:
        case ConditionField():
            return _("another condition") if value is bound.data else _("as it stands")
        case PictureField() | forms.FileField():
            return _("another file") if value is bound.data else _("the file as it stands")
        case forms.BooleanField():
            return _("yes") if value and value != "False" else _("no")
        case forms.MultipleChoiceField() as field:
            return ", ".join(_label(field, each) for each in value or ())
        case forms.ChoiceField() as field:
            return _label(field, value)
        case forms.TimeField() if hasattr(value, "hour"):
            return time_format(value)
        case forms.DateField() if hasattr(value, "year"):
            return date_format(value)
    return "" if value is None else str(bound.field.prepare_value(value))


# Any: the choices of Django's fields, some of them in groups, and a value of any kind.
def _label(field: Any, value: Any) -> str:
    wanted = "" if value is None else str(value)
    for key, label in field.choices:
        if str(key) == wanted:
            return str(label)
    return wanted
