"""A funnel's report and the overview of all funnels, counted by the database.

The pages under Numbers call it. Tests and robots are left out. The number of queries does not
grow with visits, steps or sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from django.utils.translation import gettext as _

from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication, StepView
from funnel.numbers.figures import Group, Report, SalesRow, ScreenCount, Totals
from funnel.numbers.ladder import rows
from funnel.numbers.sales import sales_by_version
from funnel.numbers.scope import Scope, beacons, people, view_sums, visit_sums
from funnel.publishing.loading import published

# Landing views are counted per source in one live version of one funnel.
Cell = tuple[int, int, str]
Key = TypeVar("Key", int, str)


def report(*, scope: Scope, now: datetime) -> Report:
    """What became of the visits in scope, all of one funnel. At most eleven queries."""
    cells, visits = _cells(scope, now), scope.visits()
    versions = _joined((version, totals) for (_, version, _), totals in cells.items())
    sources = _joined((source, totals) for (*_, source), totals in cells.items())
    leads_by_version = dict(visits.values_list("publication_id").annotate(n=people()))
    leads_by_source = dict(visits.values_list("source").annotate(n=people()))
    numbers = dict(
        Publication.objects.filter(pk__in=versions).order_by("-number").values_list("pk", "number")
    )
    return Report(
        totals=replace(_sum(cells.values()), leads=visits.aggregate(n=people())["n"]),
        steps=rows(_shown_document(scope), _counts(scope, now)),
        by_version=tuple(
            Group(version_name(number), replace(versions[pk], leads=leads_by_version.get(pk, 0)))
            for pk, number in numbers.items()
        ),
        by_source=tuple(
            Group(source, replace(totals, leads=leads_by_source.get(source, 0)))
            for source, totals in sorted(sources.items(), key=lambda each: -each[1].starts)
        ),
        sales=tuple(
            SalesRow(version_name(numbers[pk]), sales, versions[pk])
            for pk, sales in sorted(sales_by_version(scope).items(), reverse=True)
            if pk in numbers
        ),
    )


def overview(*, now: datetime) -> dict[int, Totals]:
    """Key figures by funnel id; a funnel without visitors is not in it. Three queries."""
    scope = Scope()
    totals = _joined((funnel, each) for (funnel, *_), each in _cells(scope, now).items())
    leads = dict(scope.visits().values_list("funnel_id").annotate(n=people()))
    return {pk: replace(each, leads=leads.get(pk, 0)) for pk, each in totals.items()}


def sources_of(funnel: Funnel) -> list[str]:
    """Every source that ever sent somebody, for choosing one."""
    scope = Scope(funnel_id=funnel.pk)
    seen = scope.landings().values_list("source").distinct()
    came = scope.visits().order_by().values_list("source").distinct()
    return sorted({source for (source,) in (*seen, *came)})


def version_name(number: int) -> str:
    return _("Version %(number)s") % {"number": number}


def _cells(scope: Scope, now: datetime) -> dict[Cell, Totals]:
    """Every figure that adds up over cells; people do not, they may come twice."""
    seen = {
        (row["publication__funnel_id"], row["publication_id"], row["source"]): row["n"]
        for row in scope.landings()
        .values("publication__funnel_id", "publication_id", "source")
        .annotate(n=beacons())
    }
    found = {cell: Totals(views=views) for cell, views in seen.items()}
    sums = scope.visits().order_by().values("funnel_id", "publication_id", "source")
    for row in _plain(sums.annotate(**visit_sums(now))):
        cell = (row.pop("funnel_id"), row.pop("publication_id"), row.pop("source"))
        views = seen.get(cell, 0) + row.pop("own_views")
        # Whoever started has seen the page, even where the beacon that says so was lost.
        found[cell] = Totals(views=max(views, row["starts"]), **row)
    return found


def _counts(scope: Scope, now: datetime) -> dict[tuple[str, str], ScreenCount]:
    views = StepView.objects.filter(visit__in=scope.visits())
    sums = views.order_by().values("step_key", "question_key").annotate(**view_sums(now))
    return {
        (row.pop("step_key"), row.pop("question_key")): ScreenCount(**row) for row in _plain(sums)
    }


def _shown_document(scope: Scope) -> FunnelDocument | None:
    """Whose steps give the order and the names: the version in scope, else the newest."""
    assert scope.funnel_id is not None
    versions = Publication.objects.versions().filter(funnel_id=scope.funnel_id).order_by("-number")
    pk = scope.publication_id or versions.values_list("pk", flat=True).first()
    return published(pk) if pk else None


def _plain(rows: object) -> list[dict[str, Any]]:
    """Rows as dictionaries. Any: the type checker cannot see sums that are named elsewhere."""
    return list(cast("Iterable[dict[str, Any]]", rows))


def _joined(parts: Iterable[tuple[Key, Totals]]) -> dict[Key, Totals]:
    found: defaultdict[Key, list[Totals]] = defaultdict(list)
    for key, totals in parts:
        found[key].append(totals)
    return {key: _sum(each) for key, each in found.items()}


def _sum(parts: Iterable[Totals]) -> Totals:
    parts = list(parts)
    return Totals(
        **{each.name: sum(getattr(part, each.name) for part in parts) for each in fields(Totals)}
    )
