"""Rows matched by their stable key: changed in place, added, or taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
# Column values of one row, `key` among them.
Values = Mapping[str, object]


def match_rows(rows: QuerySet[M], wanted: Sequence[Values], owner: Mapping[str, Model]) -> list[M]:
    """The rows as wanted, in that order; their `position` follows it.

    `rows` are those that stand now, `owner` the foreign key that new ones get. Rows whose key
    is not wanted any more are deleted.
    """
    standing = {str(getattr(row, "key")): row for row in rows}  # noqa: B009  # any keyed model
    kept: list[M] = []
    for position, values in enumerate(wanted):
        row = standing.pop(str(values["key"]), None) or rows.model(**owner)
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
        row.save()
        kept.append(row)
    for row in standing.values():
        row.delete()
    return kept
