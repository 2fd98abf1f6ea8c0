"""A whole draft once more, row by row: unfinished ones, too, with translations and what is
ignored. Files are shared, what visitors did stays where it was.

The page of a funnel calls it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from funnel.drafts.rows import Values, draft_rows
from funnel.models import Funnel, Waiver
from funnel.publishing.history import note_change
from funnel.starts.beginning import free_slug

# New ids by the model's label and the old id.
_Ids = dict[tuple[str, object], object]
_LONGEST_NAME = 300
# What closes a circle is filled in once everything stands.
_LATE = frozenset({"default_outcome_id", "decides_id", "tie_question_id"})


@transaction.atomic
def copy_funnel(*, funnel: Funnel, now: datetime, by: User) -> Funnel:
    """The copy: a draft at a free address that was never live.

    Raises Funnel.DoesNotExist for a funnel that is gone meanwhile.
    """
    Funnel.objects.select_for_update(of=("self",)).get(pk=funnel.pk)
    waiting = [
        (apps.get_model(name.partition(":")[0]), values)
        for name, values in draft_rows(funnel).items()
    ]
    ids: _Ids = {}
    named = _own_values(funnel, now)
    late: list[tuple[models.Model, str, tuple[str, object]]] = []
    while waiting:
        ready = [each for each in waiting if not _blocked(*each, waiting, ids)]
        assert ready, "_LATE names every column that closes a circle"
        for model, values in ready:
            changes = named if model is Funnel else {}
            _insert(model, {**values, **changes}, waiting, ids, late)
        waiting = [each for each in waiting if each not in ready]
    for row, column, old in late:
        setattr(row, column, ids[old])
        row.save(update_fields=[column])
    made = Funnel.objects.get(pk=str(ids[Funnel._meta.label, funnel.pk]))
    _copy_waivers(funnel, made)
    note_change(funnel=made, by=by, message=_("Copied from “%(name)s”.") % {"name": funnel.name})
    return made


def _own_values(funnel: Funnel, now: datetime) -> dict[str, object]:
    name = _("Copy of %(name)s") % {"name": funnel.name}
    return {
        "name": name[:_LONGEST_NAME],
        "slug": free_slug(f"{funnel.slug[:40]}-copy"),
        "created_at": now,
    }


def _links(model: type[models.Model]) -> list[models.ForeignKey[models.Model]]:
    return [each for each in model._meta.concrete_fields if isinstance(each, models.ForeignKey)]


def _points_at(
    link: models.ForeignKey[models.Model], values: Mapping[str, object]
) -> tuple[str, object]:
    return (link.related_model._meta.label, values.get(link.attname))


def _blocked(
    model: type[models.Model],
    values: Values,
    waiting: list[tuple[type[models.Model], Values]],
    ids: _Ids,
) -> bool:
    """Whether a row that it refers to is not stored yet."""
    inside = _inside(waiting)
    return any(
        link.attname not in _LATE and _points_at(link, values) in inside - ids.keys()
        for link in _links(model)
    )


def _inside(waiting: list[tuple[type[models.Model], Values]]) -> set[tuple[str, object]]:
    return {(model._meta.label, values[model._meta.pk.attname]) for model, values in waiting}


def _insert(
    model: type[models.Model],
    values: dict[str, object],
    waiting: list[tuple[type[models.Model], Values]],
    ids: _Ids,
    late: list[tuple[models.Model, str, tuple[str, object]]],
) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    pk = model._meta.pk.attname
    row = model(
        **{name: fields[name].to_python(each) for name, each in values.items() if name != pk}
    )
    inside, own = _inside(waiting), []
    for link in _links(model):
        old = _points_at(link, values)
        if old in ids:
            setattr(row, link.attname, ids[old])
        elif old in inside:
            setattr(row, link.attname, None)
            own.append((link.attname, old))
    row.save(force_insert=True)
    ids[model._meta.label, values[pk]] = row.pk
    late.extend((row, column, old) for column, old in own)


def _copy_waivers(funnel: Funnel, made: Funnel) -> None:
    Waiver.objects.bulk_create(
        Waiver(
            funnel=made,
            code=each.code,
            place=each.place,
            reason=each.reason,
            made_at=each.made_at,
            made_by=each.made_by,
        )
        for each in Waiver.objects.filter(funnel=funnel).select_related("made_by")
    )
