"""What the filters of the desk offer: funnels and sources that leads came from.

Kept for some minutes; each is found by a jump in an index, however many leads there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from leads.kept import kept
from leads.models import VisitFacts

CACHE_KEY = "leads.desk_choices"
_SECONDS = 300
_MOST = 50

FITS = [
    ("A", _("A, fits well")),
    ("B", _("B, fits")),
    ("C", _("C, fits a little")),
    ("D", _("D, does not fit")),
    ("?", _("Not known yet")),
]


@dataclass(frozen=True, slots=True)
class DeskChoices:
    """`funnels` are ids with the name their newest lead saw."""

    funnels: tuple[tuple[int, str], ...] = ()
    sources: tuple[str, ...] = ()

    def of_funnels(self, funnel_ids: list[int]) -> DeskChoices:
        """For somebody with only these; an empty list is no limit."""
        if not funnel_ids:
            return self
        mine = tuple(each for each in self.funnels if each[0] in funnel_ids)
        return DeskChoices(mine, self.sources)


def desk_choices() -> DeskChoices:
    return kept(CACHE_KEY, DeskChoices, _read, seconds=_SECONDS)


def _read() -> DeskChoices:
    return DeskChoices(tuple(_funnels()), tuple(_sources()))


def _funnels() -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    rows = VisitFacts.objects.order_by("funnel_id")
    while len(found) < _MOST:
        after = rows.filter(funnel_id__gt=found[-1][0]) if found else rows
        funnel_id = after.values_list("funnel_id", flat=True).first()
        if funnel_id is None:
            break
        newest = VisitFacts.objects.filter(funnel_id=funnel_id).order_by("-lead_id")
        found.append((funnel_id, newest.values_list("funnel_name", flat=True)[0]))
    return sorted(found, key=lambda each: each[1].casefold())


def _sources() -> list[str]:
    found: list[str] = []
    rows = VisitFacts.objects.exclude(source="").order_by("source")
    while len(found) < _MOST:
        after = rows.filter(source__gt=found[-1]) if found else rows
        source = after.values_list("source", flat=True).first()
        if source is None:
            break
        found.append(source)
    return found
