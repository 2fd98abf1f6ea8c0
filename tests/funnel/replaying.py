"""Rows of a funnel that one process made before, written again in a tenth of the time.

The factories call it. The first funnel of its kind in a process is made by the product's own
way; nothing outlives a test's transaction but what this room then writes anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.translation import get_language

from funnel.models import Funnel, Theme
from funnel.publishing.loading import published
from leads.business import BusinessFacts, business
from leads.models import LeadMagnet, MediaFile
from nurture.models import Sequence
from quizzes.models import Quiz

Key = tuple[object, ...]

# Whatever making a funnel may find and build upon: with any of them there, nothing is replayed.
_FOUND = (Funnel, Theme, Quiz, LeadMagnet, Sequence, MediaFile)


@dataclass(frozen=True, slots=True)
class _Kept:
    funnel_id: int
    rows: list[list[models.Model]]
    files: dict[str, bytes]


_kept: dict[tuple[Key, BusinessFacts, str | None, int], _Kept] = {}


def replayed(key: Key, make: Callable[[], Funnel]) -> Funnel:
    """What make() gives, its rows kept under `key`; made in earnest beside any other funnel."""
    if any(model._default_manager.exists() for model in _FOUND):
        return make()
    # What else the rows depend on: whose business it is, and ids that a flush gives anew.
    full = (key, business(), get_language(), ContentType.objects.get_for_model(Funnel).pk)
    kept = _kept.get(full)
    if kept is None:
        before = {model: set(_pks(model)) for model in _models()}
        funnel = make()
        _kept[full] = _Kept(funnel.pk, _new(before), _files())
        return funnel
    try:
        with transaction.atomic():
            for rows in kept.rows:
                type(rows[0])._base_manager.bulk_create(rows)
    except IntegrityError:  # another row has taken one of the ids
        return make()
    for name, content in kept.files.items():
        # A test that was rolled back leaves its files.
        if not default_storage.exists(name):
            assert default_storage.save(name, ContentFile(content)) == name
    published.cache_clear()
    return Funnel.objects.select_related("publication", "theme").get(pk=kept.funnel_id)


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _pks(model: type[models.Model]) -> list[object]:
    return list(model._base_manager.values_list("pk", flat=True))


def _new(before: dict[type[models.Model], set[object]]) -> list[list[models.Model]]:
    found = [list(model._base_manager.exclude(pk__in=pks)) for model, pks in before.items()]
    return [rows for rows in found if rows]


def _files() -> dict[str, bytes]:
    found = {}
    for media in MediaFile.objects.all():
        with default_storage.open(str(media.file.name)) as stored:
            found[str(media.file.name)] = stored.read()
    return found
