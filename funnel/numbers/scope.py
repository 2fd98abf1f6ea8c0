"""Which visits a report is about, and the sums the database makes over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from funnel.models import LandingCount, StepView, Visit

# After half an hour without a tap a visitor has left; until then they may be reading.
WINDOW = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Scope:
    """`since` is a day in UTC, as landing views are counted; None is from the beginning."""

    funnel_id: int | None = None
    publication_id: int | None = None
    source: str | None = None
    since: date | None = None

    def visits(self) -> QuerySet[Visit]:
        found = Visit.objects.counted().filter(self._where())
        if self.since is not None:
            found = found.filter(started_at__gte=datetime.combine(self.since, time(), UTC))
        return found

    def landings(self) -> QuerySet[LandingCount]:
        found = LandingCount.objects.filter(self._where(funnel="publication__funnel_id"))
        return found.filter(day_on__gte=self.since) if self.since is not None else found

    def _where(self, funnel: str = "funnel_id") -> Q:
        where = Q()
        if self.funnel_id is not None:
            where &= Q(**{funnel: self.funnel_id})
        if self.publication_id is not None:
            where &= Q(publication_id=self.publication_id)
        if self.source is not None:
            where &= Q(source=self.source)
        return where


def gone(now: datetime, visit: str = "") -> Q:
    """Visits that will not go on by themselves: finished, or silent for longer than WINDOW."""
    return Q(**{f"{visit}finished_at__isnull": False}) | silent(now, visit)


def silent(now: datetime, visit: str = "") -> Q:
    return Q(**{f"{visit}last_act_at__lt": now - WINDOW})


def visit_sums(now: datetime) -> dict[str, Count]:
    """How visits ended; each starts exactly one of finishes, exits and in_progress."""
    is_open = Q(finished_at__isnull=True)
    return {
        "starts": Count("pk"),
        "finishes": Count("pk", filter=~is_open),
        "exits": Count("pk", filter=is_open & silent(now)),
        "in_progress": Count("pk", filter=is_open & ~silent(now)),
        "addresses": Count("pk", filter=Q(address__isnull=False)),
        "own_views": Count("pk", filter=Q(is_own_view=True)),
    }


def people() -> Count:
    """Distinct leads; merged ones count as the person they were merged into."""
    return Count(Coalesce(F("lead__merged_into_id"), F("lead_id")), distinct=True)


def view_sums(now: datetime) -> dict[str, Count]:
    """What became of screens; each is exactly one of done, left, in_progress and bypassed."""
    is_open, is_gone = Q(state=StepView.State.SHOWN), gone(now, "visit__")
    is_done = Q(state=StepView.State.DONE)
    return {
        "shown": Count("pk"),
        "done": Count("pk", filter=is_done),
        "yes": Count("pk", filter=is_done & Q(is_yes=True)),
        "left": Count("pk", filter=is_open & is_gone),
        "in_progress": Count("pk", filter=is_open & ~is_gone),
        "bypassed": Count("pk", filter=Q(state=StepView.State.BYPASSED)),
    }


def beacons() -> Sum:
    return Sum("views", default=0)
