"""The check of a draft as it stands in its rows, whole or not yet. The studio, the page before
publishing and the command ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from funnel.checking.faults import PublishError
from funnel.checking.report import Report, check, unreadable
from funnel.checking.waivers import waivers_of
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.publishing.compile import compile_funnel, draft_parts
from quizzes.counting import LIMIT

# The studio answers at once; publishing follows far more ways through a quiz.
QUICK = 30_000


@dataclass(frozen=True, slots=True)
class Checked:
    """`document` is None for a draft that is no whole funnel yet."""

    report: Report
    document: FunnelDocument | None


def check_draft(funnel: Funnel, *, limit: int = LIMIT) -> Checked:
    """What the rules say of the draft. Of one that does not compile: what keeps it from it."""
    try:
        document = compile_funnel(funnel)
    except PublishError as error:
        return Checked(unreadable(error.faults, draft_parts(funnel)), None)
    return Checked(check(document, waivers_of(funnel), limit=limit), document)
