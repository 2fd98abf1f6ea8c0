"""What the gate shows: what arrives, its fields, its two buttons."""

from __future__ import annotations

from funnel.document import OptInStep
from funnel.journey.place import Context, Place


def gate_context(place: Place, step: OptInStep) -> Context:
    return {
        "title": place.line(step.title),
        "body": place.text(step.body),
        "asks_first_name": step.field("first_name") is not None,
    }
