"""What a visit did with its gifts beside going on from them, as acts for the ledger.

The gift's own press tells it at once, the opt-in tells what came before the address.
"""

from __future__ import annotations

from dataclasses import replace

from funnel.document import StepDoc
from funnel.journey.record import GiftStep, Record
from funnel.journey.told import gift_act, video_act
from funnel.models import Download
from leads.activity import Act


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
