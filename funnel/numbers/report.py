"""One funnel's report, counted by the database; the pages under Numbers call it.

Tests and robots are left out. The number of queries does not grow with visits, steps or sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime

from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication, StepView
from funnel.numbers.figures import Group, Report, ScreenCount, ScreenRow, Totals
from funnel.numbers.scope import Scope, beacons, people, view_sums, visit_sums
from funnel.numbers.titles import former_row, ladder
from funnel.publishing.loading import published

# One source in one live version: the smallest cell that landing views are counted in.
Cell = tuple[int, str]
_GONE_STEP = "A step of an earlier version"


def report(*, scope: Scope, now: datetime) -> Report:
    """What became of the visits in scope. Nine queries at most."""
    cells = _cells(scope, now)
    visits = scope.visits()
    by_version = dict(visits.values_list("publication_id").annotate(n=people()))
    by_source = dict(visits.values_list("source").annotate(n=people()))
    numbers = dict(
        Publication.objects.filter(pk__in={version for version, _ in cells}).values_list(
            "pk", "number"
        )
    )
    versions = _grouped({(pk, ""): totals for (pk, _), totals in ()}, {})
    return Report(
        totals=replace(_sum(cells.values()), leads=visits.aggregate(n=people())["n"]),
        steps=_steps(scope, now),
        by_version=versions,
        by_source=(),
    )
