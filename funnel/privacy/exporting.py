"""Everything that is kept about a person, as plain values: for the file they take along.

Each floor hands out its own rows; the visits with their questions are the roof's. story.py
makes sentences of it for the page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder

from funnel.document import FunnelDocument, PollStep, QuizStep, StepDoc
from funnel.journey.speaking import speaking
from funnel.models import Visit
from funnel.publishing.loading import published
from leads import privacy as leads_privacy
from leads.business import business
from nurture import privacy as nurture_privacy
from nurture.people import same_person
from quizzes.recall import Words, render_gently
from quizzes.saying import said

Data = dict[str, object]


def export_person(*, lead_id: int, now: datetime) -> Data:
    """Plain values. A handful of queries for each visit; reads only."""
    people = same_person(lead_id)
    return {
        "kept_by": business().name,
        "written": now,
        **leads_privacy.export_lead(people, now=now),
        **nurture_privacy.export_lead(people),
        "walks": _walks(people),
    }


def as_json(data: Data) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _walks(people: Sequence[int]) -> list[Data]:
    visits = Visit.objects.filter(lead__in=people).select_related("publication")
    rows = visits.prefetch_related("answers", "downloads", "conversions").order_by("started_at")
    return [_walk(visit) for visit in rows]


def _walk(visit: Visit) -> Data:
    document = published(visit.publication_id, visit.reads)
    with speaking(document):
        return {
            "page": document.name,
            "version": visit.publication.number,
            "began": visit.started_at,
            "last_act": visit.last_act_at,
            "finished": visit.finished_at,
            "came_from": _source(visit),
            "device": visit.device,
            "language": visit.language,
            "time_zone": visit.time_zone,
            "stood_on": visit.embedded_on,
            "sent_along": visit.hidden,
            "answers": _answers(document, visit),
            "result": _result(document, visit.outcome),
            "score": visit.score,
            "topics": visit.topics,
            "figures": visit.figures,
            "gifts": [
                {
                    "gift": _title(document.step(row.step_key)),
                    "opened": row.opened_at,
                    "ticked": row.ticks,
                    "watched_percent": row.percent,
                }
                for row in visit.downloads.all()
            ],
            "offer": [
                {"what": str(row.get_kind_display()), "at": row.occurred_at}
                for row in visit.conversions.all()
            ],
        }


def _source(visit: Visit) -> Data:
    parts = ("source", "medium", "campaign", "term", "content", "referrer")
    return {part: getattr(visit, part) for part in parts if getattr(visit, part)}


def _answers(document: FunnelDocument, visit: Visit) -> list[Data]:
    found: list[Data] = []
    given = {(row.step_key, row.question_key): row for row in visit.answers.all()}
    for step in document.steps:
        if not isinstance(step, QuizStep | PollStep):
            continue
        for question in step.quiz.questions:
            row = given.get((step.key, question.key))
            if row is not None:
                asked = render_gently(question.text, Words(), is_markdown=False)
                told = said(question, tuple(row.values))
                found.append({"asked": asked, "said": told, "at": row.answered_at})
    return found


def _result(document: FunnelDocument, key: str) -> str:
    quizzes = [step.quiz for step in document.steps if isinstance(step, QuizStep)]
    names = {each.key: each.name for quiz in quizzes for each in quiz.outcomes}
    return names.get(key, "")


def _title(step: StepDoc | None) -> str:
    magnet = getattr(step, "magnet", None)
    return magnet.title if magnet is not None else ""
