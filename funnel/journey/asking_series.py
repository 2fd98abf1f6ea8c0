"""The press on a mail series: asked for by name, so no further tick is needed."""

from __future__ import annotations

from datetime import datetime

from funnel.document import SeriesStep
from funnel.journey.done import Done
from funnel.journey.presses import Press
from funnel.journey.record import DONE, Record
from funnel.journey.trail import Screen, Trail


def press_series(
    record: Record, trail: Trail, step: SeriesStep, press: Press, now: datetime
) -> Done:
    record.mark(Screen(step.key), DONE, is_yes=press.act != "skip", now=now)
    return Done()
