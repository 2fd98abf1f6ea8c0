"""What publishing would change for people who are on a mail series: foreseeing.py tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.publishing.series import series_of
from nurture.planning.changing import Affected, affected


@dataclass(frozen=True, slots=True)
class SeriesAhead:
    """A series that differs from what is live and has people on it."""

    name: str
    people: Affected


def series_ahead(
    funnel: Funnel, live: FunnelDocument, draft: FunnelDocument, *, now: datetime
) -> Iterator[SeriesAhead]:
    """In the order of the draft; at most five queries for each series that changed."""
    rows = {each.key: each for each in series_of(funnel)}
    for new in draft.sequences:
        row = rows.get(new.key)
        if row is None or live.sequence(new.key) == new:
            continue
        people = affected(row, new, now)
        if people.on_the_way:
            yield SeriesAhead(new.name, people)
