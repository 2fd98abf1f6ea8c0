"""What a gift shows: what it solves, what comes out of it, and the gift itself."""

from __future__ import annotations

from funnel.document import ChecklistStep, GuideStep, LinkStep, VideoStep
from funnel.journey.place import Context, Place
from quizzes.markdown import to_html


def gift_context(place: Place, step: ChecklistStep | GuideStep | VideoStep | LinkStep) -> Context:
    magnet = step.magnet
    context: Context = {"gift": magnet, "title": magnet.title, **place.known}
    if isinstance(step, GuideStep | LinkStep):
        context["body"] = place.text(step.magnet.body)
    if isinstance(step, VideoStep):
        context["transcript"] = to_html(step.magnet.transcript)
    return context
