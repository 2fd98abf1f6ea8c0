"""What the check says of a draft, for the pages that decide about going live: the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from funnel.admin.places import Spot, Spots
from funnel.admin.state import Complaint
from funnel.checking.findings import Finding
from funnel.checking.report import Report
from funnel.models import Funnel


@dataclass(frozen=True, slots=True)
class Found:
    """A finding; `where` says its place in words. The studio's fragment shows it."""

    finding: Finding
    where: str


@dataclass(frozen=True, slots=True)
class Judged:
    """`errors` block; `ignored` were set aside, each with its reason."""

    errors: tuple[Found, ...]
    warnings: tuple[Found, ...]
    ignored: tuple[Found, ...]


def judged(funnel: Funnel, report: Report) -> Judged:
    """Every finding with its place, one for each sentence of each place."""
    spots = Spots(funnel) if report.findings else None
    found: dict[tuple[str, str], Found] = {}
    for each in report.findings:
        where = spots.find(each.path).words if spots else ""
        found.setdefault((each.path, each.message), Found(each, where))
    standing = [each for each in found.values() if not each.finding.ignored_because]
    return Judged(
        errors=tuple(each for each in standing if each.finding.blocks),
        warnings=tuple(each for each in standing if not each.finding.blocks),
        ignored=tuple(each for each in found.values() if each.finding.ignored_because),
    )


def complaints_of(funnel: Funnel, report: Report) -> list[Complaint]:
    """What blocks, with the place in the studio that puts it right."""
    studio = reverse("studio:at", args=[funnel.pk])
    return [
        Complaint(
            Spot(each.where, f"{studio}?{urlencode({'place': each.finding.place})}"),
            each.finding.message,
        )
        for each in judged(funnel, report).errors
    ]
