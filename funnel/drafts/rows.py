"""Every row that a funnel's draft is made of, as plain values; and rows put back as they were.

`recording` compares two of these, `undoing` writes them. A row's name is "app.model:pk".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Q, QuerySet

from funnel.models import (
    Funnel,
    Offer,
    OptIn,
    OptInField,
    SeriesRule,
    SourceHook,
    Step,
    Theme,
    Translation,
)
from leads.models import ChecklistItem, LeadMagnet
from nurture.models import Message, Sequence
from quizzes.models import Category, Choice, Figure, Outcome, Question, Quiz, Weight

Values = dict[str, object]
Rows = dict[str, Values]
# Any: what Django says of the functions around a statement.
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

# Columns that say how a thing runs, not what it says: taking back an edit leaves them alone.
_RUNNING: Mapping[type[models.Model], frozenset[str]] = {
    Funnel: frozenset(
        {
            *("publication_id", "is_demo", "is_default", "revision", "created_at"),
            *("goes_live_at", "comes_down_at", "closed_text"),
        }
    ),
    Sequence: frozenset({"is_paused", "pause_reason", "slowed_at"}),
}


def draft_rows(funnel: Funnel) -> Rows:
    """All rows of the draft by name; the number of queries does not depend on how many."""
    return plain_rows(_queries(funnel))


@contextmanager
def rows_around(funnel: Funnel) -> Iterator[tuple[Rows, Rows]]:
    """All rows of the draft as they were on the way in, and, on the way out, as they are.

    The second is empty until then. Only what a write in between can have changed is read again:
    the tables written to, and those whose rows are found through them.
    """
    queries = list(_queries(funnel))
    before = plain_rows(queries)
    after: Rows = {}
    tables = {query.model._meta.db_table for query in queries}
    written: set[str] = set()

    def note(
        execute: Execute, sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> object:
        if not sql.lstrip().upper().startswith("SELECT"):
            written.update(table for table in tables if table in sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield before, after
    again = [query for query in queries if written & _tables_in(query)]
    labels = {query.model._meta.label_lower for query in again}
    after.update({row: kept for row, kept in before.items() if row.split(":")[0] not in labels})
    after.update(plain_rows(again))


def _tables_in(query: QuerySet[models.Model]) -> set[str]:
    joined = {each.table_name for each in query.query.alias_map.values()}
    return {query.model._meta.db_table, *joined}


def plain_rows(queries: Iterable[QuerySet[models.Model]]) -> Rows:
    """The rows of these queries by name, in plain values; one query each."""
    found: Rows = {}
    for query in queries:
        model = query.model
        for values in query.values(*columns(model)):
            found[row_name(model, values[model._meta.pk.attname])] = _plain(values)
    return found


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that belong to the draft."""
    running = _RUNNING.get(model, frozenset())
    return [field.attname for field in model._meta.concrete_fields if field.attname not in running]


def row_name(model: type[models.Model], pk: object) -> str:
    return f"{model._meta.label_lower}:{pk}"


def write_rows(wanted: Mapping[str, Values | None]) -> None:
    """Makes these rows as given; None takes a row away. Call it inside a transaction.

    Rows refer to each other in a circle and hold unique columns, so they are taken out and put
    in anew; foreign keys are checked when the transaction ends. A mail series that was ever
    published stays on record when it is taken away, without being anybody's.
    """
    by_model: dict[type[models.Model], dict[str, Values | None]] = {}
    for name, values in wanted.items():
        label, _colon, pk = name.partition(":")
        by_model.setdefault(apps.get_model(label), {})[pk] = values
    for model, rows in by_model.items():
        if model in _RUNNING:
            _write_in_place(model, rows)
    replaced = {model: rows for model, rows in by_model.items() if model not in _RUNNING}
    for model, rows in replaced.items():
        _take_out(model, rows)
    for model, rows in replaced.items():
        put_in = [_row(model, values) for values in rows.values() if values is not None]
        model._base_manager.bulk_create(put_in)


def standing_rows(names: Iterable[str]) -> dict[str, Values | None]:
    """These rows as they are in the database now; None for one that is not there."""
    by_model: dict[type[models.Model], list[str]] = {}
    found: dict[str, Values | None] = {}
    for name in names:
        label, _colon, pk = name.partition(":")
        by_model.setdefault(apps.get_model(label), []).append(pk)
        found[name] = None
    for model, pks in by_model.items():
        rows = model._base_manager.filter(pk__in=pks)
        for values in rows.values(*columns(model)):
            found[row_name(model, values[model._meta.pk.attname])] = _plain(values)
    return found


def _queries(funnel: Funnel) -> Iterator[QuerySet[models.Model]]:
    """Any model's rows; the parts of a step are found through the step."""
    on_step = Q(step__funnel=funnel)
    mine = on_step | Q(seriesrule__funnel=funnel)
    in_mine = Q(sequence__step__funnel=funnel) | Q(sequence__seriesrule__funnel=funnel)
    in_quiz = Q(quiz__step__funnel=funnel)
    by_choice = Q(choice__question__quiz__step__funnel=funnel)
    for model, which in (
        (Funnel, Q(pk=funnel.pk)),
        (Theme, Q(funnel=funnel)),
        (SourceHook, Q(funnel=funnel)),
        (Translation, Q(funnel=funnel)),
        (Step, Q(funnel=funnel)),
        (SeriesRule, Q(funnel=funnel)),
        (Quiz, on_step),
        (Category, in_quiz),
        (Figure, in_quiz),
        (Outcome, in_quiz),
        (Question, in_quiz),
        (Choice, Q(question__quiz__step__funnel=funnel)),
        (Weight, by_choice | Q(scale__quiz__step__funnel=funnel)),
        (LeadMagnet, on_step),
        (ChecklistItem, Q(magnet__step__funnel=funnel)),
        (OptIn, on_step),
        (OptInField, Q(opt_in__step__funnel=funnel)),
        (Offer, on_step),
        (Sequence, mine),
        (Message, in_mine),
    ):
        yield model._base_manager.filter(which).order_by("pk").distinct()


def _plain(values: Mapping[str, object]) -> Values:
    """As JSON has them, so that what was stored compares equal with what is read again."""
    made: Values = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return made


def _row(model: type[models.Model], values: Values) -> models.Model:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _write_in_place(model: type[models.Model], rows: Mapping[str, Values | None]) -> None:
    for pk, values in rows.items():
        if values is None:
            _let_go(model, pk)
            continue
        row = _row(model, values)
        names = [name for name in values if name != model._meta.pk.attname]
        if not model._base_manager.filter(pk=pk).update(**{n: getattr(row, n) for n in names}):
            row.save(force_insert=True)


def _let_go(model: type[models.Model], pk: str) -> None:
    """Only a series comes here that nobody was ever sent; another stays on record."""
    if model is Sequence:
        sequences = Sequence.objects.filter(pk=pk, versions=None, enrollments=None)
        sequences._raw_delete(sequences.db)  # no cascade wanted


def _take_out(model: type[models.Model], rows: Mapping[str, Values | None]) -> None:
    """Without what hangs on them: each of those rows is named in its own right, or stays."""
    standing = model._base_manager.filter(pk__in=list(rows))
    standing._raw_delete(standing.db)  # no cascade wanted
