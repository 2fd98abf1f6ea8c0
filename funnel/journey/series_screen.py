"""What a mail series shows before anybody asks for it: its titles and its first mail."""

from __future__ import annotations

from funnel.document import SeriesStep
from funnel.journey.place import Context, Place


def series_context(place: Place, step: SeriesStep) -> Context:
    return {"gift": step.magnet, "title": step.magnet.title, "body": place.text(step.magnet.body)}
