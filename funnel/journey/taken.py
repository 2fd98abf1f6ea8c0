"""What a visit did with its gifts beside going on from them, as acts for the ledger.

The gift's own press tells it at once, the opt-in tells what came before the address.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from funnel.document import StepDoc
from funnel.journey.record import GiftStep, Record
from funnel.journey.told import gift_act, make_act, step_in_own_words
from funnel.journey.trail import EFFORT, Screen
from funnel.models import Download
from leads.activity import Act
from leads.models import Activity

# Percent of a film from which a level counts: players stop telling just before the end.
VIDEO_LEVELS = {100: 97, 75: 75, 50: 50, 25: 25}
_VIDEO_POINTS = {100: "video_75", 75: "video_75", 50: "video_50"}


def taken_acts(record: Record, step: StepDoc | None, download: Download) -> list[Act]:
    """Seconds watched, the file taken, the mail asked for: each a line of its own on the timeline.

    All share the gift's subject, so the gift counts once.
    """
    if not isinstance(step, GiftStep):
        return []
    if step.kind == "video":
        act = video_act(record, step, download, download.opened_at)
        return [act] if act else []
    acts = []
    for suffix, verb, at in (
        ("file", "Took the file", download.file_opened_at),
        ("mail", "Asked for the checklist by mail", download.mailed_at),
    ):
        if at is not None:
            act = gift_act(record, step, at, verb)
            acts.append(replace(act, source_key=f"{act.source_key}:{suffix}"))
    return acts


def video_act(record: Record, step: GiftStep, download: Download, at: datetime) -> Act | None:
    """The highest level reached; each level is a row of its own, only the highest counts.

    A quarter is told but counts for nothing: it is no yes yet.
    """
    level = next((each for each, least in VIDEO_LEVELS.items() if download.percent >= least), None)
    if level is None:
        return None
    points_key = _VIDEO_POINTS.get(level, "")
    seen = "the whole video" if level == 100 else f"{level} % of the video"
    step = step_in_own_words(record, step)
    act = make_act(
        record,
        Screen(step.key),
        Activity.Kind.VIDEO,
        f"Watched {seen}: {step.magnet.title}",
        at,
        points_key=points_key,
        level=level,
        effort=EFFORT["video"] if points_key else 0,
    )
    return replace(act, source_key=f"{act.source_key}:{level}")
