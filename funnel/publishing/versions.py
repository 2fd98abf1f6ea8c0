"""The versions of a funnel, each with what it changed and how many people saw it.

The page of versions shows them, a page at a time: words for changes take two documents each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from funnel.models import Funnel, Publication, Visit
from funnel.publishing.loading import published
from funnel.publishing.saying_changes import Line, say_changes


@dataclass(frozen=True, slots=True)
class Version:
    """`lines` are None for the first one."""

    publication: Publication
    lines: tuple[Line, ...] | None
    visitors: int
    is_live: bool


def versions_of(funnel: Funnel) -> QuerySet[Publication]:
    """Those that were ever meant for visitors, the newest first, without their documents."""
    rows = Publication.objects.versions().filter(funnel=funnel).order_by("-number")
    return rows.defer("document").select_related("published_by")


def told_versions(funnel: Funnel, publications: Sequence[Publication]) -> list[Version]:
    """These versions with what each changed against the one before it. Two queries, and one for
    each document that this process has not read yet."""
    numbers = dict(versions_of(funnel).order_by("number").values_list("number", "pk"))
    before = dict(zip(list(numbers.values())[1:], numbers.values(), strict=False))
    visitors = dict(
        Visit.objects.counted()
        .filter(publication__in=publications)
        .values_list("publication")
        .annotate(n=Count("pk"))
    )
    return [
        Version(
            publication=each,
            lines=_lines(before.get(each.pk), each.pk),
            visitors=visitors.get(each.pk, 0),
            is_live=each.pk == funnel.publication_id,
        )
        for each in publications
    ]


def _lines(before: int | None, pk: int) -> tuple[Line, ...] | None:
    return None if before is None else say_changes(published(before), published(pk))
