"""Columns of a draft emptied one by one, as nobody leaves them but a half-done edit might."""

from __future__ import annotations

from django.apps import apps
from django.db import IntegrityError, models, transaction

from funnel.drafts.rows import draft_rows
from funnel.models import Funnel

_NUMBERS = (models.IntegerField, models.FloatField)


def blankable(funnel: Funnel) -> list[tuple[str, str]]:
    """Every row of the draft by its name, with each of its columns that can be emptied."""
    found: list[tuple[str, str]] = []
    for name, values in draft_rows(funnel).items():
        model = apps.get_model(name.partition(":")[0])
        found += [
            (name, field.attname)
            for field in model._meta.concrete_fields
            if field.attname in values and not field.primary_key and _emptied(field) is not ...
        ]
    return found


def blank(name: str, column: str) -> None:
    """Empties one column of one row; a database that refuses keeps what it has."""
    label, _colon, pk = name.partition(":")
    model = apps.get_model(label)
    field = next(each for each in model._meta.concrete_fields if each.attname == column)
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**{column: _emptied(field)})
    except IntegrityError:
        return


def _emptied(field: models.Field[object, object]) -> object:
    """None where there may be none, else "" or nought; ... where a row cannot do without."""
    if field.null:
        return None
    if isinstance(field, models.ForeignKey | models.BooleanField):
        return ...
    if isinstance(field, models.JSONField):
        return []
    if isinstance(field, _NUMBERS):
        return 0
    return "" if isinstance(field, models.CharField | models.TextField) else ...
