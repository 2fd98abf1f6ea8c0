"""How many findings stand in a draft, for pages that show many funnels at once.

Counted once for one content and what is set aside in it: such pages are looked at far more often
than funnels change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from funnel.checking.drafts import QUICK
from funnel.checking.faults import Fault
from funnel.checking.report import check
from funnel.checking.waivers import waivers_of
from funnel.document import load
from funnel.models import Funnel


@dataclass(frozen=True, slots=True)
class Counted:
    """`errors` keep it from going live; `worst` is the first sentence, empty where none stands."""

    errors: int = 0
    warnings: int = 0
    worst: str = ""


def count_findings(funnel: Funnel, text: str) -> Counted:
    """Of the draft with this canonical text; one query, and the whole check for a new text."""
    return _counted(text, tuple(sorted(waivers_of(funnel).items())), get_language() or "")


def count_faults(faults: Sequence[Fault]) -> Counted:
    """Of a draft that is no whole funnel yet: all of it blocks."""
    return Counted(errors=len(set(faults)), worst=faults[0].message if faults else "")


@lru_cache(maxsize=128)
def _counted(
    text: str, waivers: tuple[tuple[tuple[str, str], str], ...], _language: str
) -> Counted:
    """The language is that of the sentence."""
    report = check(load(text), dict(waivers), limit=QUICK)
    errors = {(each.path, each.message) for each in report.errors}
    warnings = {(each.path, each.message) for each in report.warnings} - errors
    worst = report.standing[0].message if report.standing else ""
    return Counted(errors=len(errors), warnings=len(warnings), worst=worst)
