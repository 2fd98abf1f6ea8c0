"""A statement that is built and compiled once, its values filled in anew for each mail.

Django takes longer to build the last gate's UPDATE than the database to carry it out. Conditions
are written with Slots; handover keeps their Drafts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet, Value
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

# What stands among the parameters of a statement: anything a database takes, and slots. Django's
# types know no slots there, so both are Any.
Parameters = tuple[Any, ...]
_is_drafting: ContextVar[bool] = ContextVar("is_drafting", default=False)


class Slot(Value):
    """The value of one mail, and the name under which another mail has another; never None."""

    # Fields of any type: what goes in is what the field prepares.
    def __init__(self, name: str, value: object, output_field: Field[Any, Any]) -> None:
        super().__init__(value, output_field=output_field)
        self.name = name

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Parameters]:
        if _is_drafting.get():
            return "%s", (self,)
        sql, params = super().as_sql(compiler, connection)
        return sql, tuple(params)


@dataclass(frozen=True, slots=True)
class Draft:
    """SQL, '' where no row can be meant; among its parameters are Slots."""

    sql: str
    params: Parameters

    def filled(self, value: Callable[[str], object]) -> list[Any]:
        """The parameters; `value` knows what belongs into a slot of that name."""
        return [
            each.output_field.get_db_prep_value(value(each.name), connection=connection)
            if isinstance(each, Slot)
            else each
            for each in self.params
        ]

    def run(self, value: Callable[[str], object]) -> int:
        """How many rows it changed."""
        if not self.sql:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.filled(value))
            return int(cursor.rowcount)


def draft_update(rows: QuerySet[models.Model], values: dict[str, object]) -> Draft:
    """What `rows.update(**values)` would run."""
    query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment] # as asked for
    query.add_update_values(values)
    token = _is_drafting.set(True)
    try:
        sql, params = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Draft("", ())
    finally:
        _is_drafting.reset(token)
    return Draft(sql, tuple(params))
