"""What one visit told us, handed down by the roof in the visitor's own transaction.

The desk shows it, mails decide by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from leads.models import VisitFacts


@dataclass(frozen=True, slots=True)
class VisitStory:
    """The columns of VisitFacts, which says what its lists hold."""

    visit_id: int
    funnel_id: int
    funnel_name: str
    started_at: datetime
    updated_at: datetime
    answers: Sequence[Mapping[str, object]] = ()
    outcome_key: str = ""
    outcome_name: str = ""
    topics: Sequence[Mapping[str, object]] = ()
    figures: Sequence[Mapping[str, object]] = ()
    score: int | None = None
    source: str = "direct"
    last_step: str = ""
    device: str = ""
    language: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)


_KEPT = ("visit_id", "started_at")
_CHANGING = [part.name for part in fields(VisitStory) if part.name not in _KEPT]


def write_facts(*, lead_id: int, story: VisitStory) -> None:
    """Write or overwrite this visit's row in one statement."""
    columns = {part.name: getattr(story, part.name) for part in fields(story)}
    columns["answers"] = [dict(answer) for answer in story.answers]
    columns["topics"] = [dict(topic) for topic in story.topics]
    columns["figures"] = [dict(figure) for figure in story.figures]
    columns["hidden"] = dict(story.hidden)
    VisitFacts.objects.bulk_create(
        [VisitFacts(lead_id=lead_id, **columns)],
        update_conflicts=True,
        unique_fields=["lead", "visit_id"],
        update_fields=_CHANGING,
    )
