"""Gifts in a visit: ticks on a checklist, a guide read, seconds of a video really played."""

from __future__ import annotations

from datetime import datetime

from funnel.document import ChecklistStep, VideoStep
from funnel.journey.done import Done
from funnel.journey.presses import Press
from funnel.journey.record import DONE, SHOWN, GiftStep, Record
from funnel.journey.told import video_act
from funnel.journey.trail import Screen
from funnel.models import Download, Visit
from leads.activity import Act

# From here on a video counts as watched, for depth as for warmth.
WATCHED_PERCENT = 50


def press_gift(record: Record, step: GiftStep, press: Press, now: datetime) -> Done:
    """Keeps what was ticked or played. `save` stays on the screen; anything else goes on."""
    screen = Screen(step.key)
    download = _keep(record.visit, step, press, now)
    is_yes = _is_yes(step, download, press)
    acts: tuple[Act, ...] = ()
    if isinstance(step, VideoStep):
        act = video_act(record, step, download, now)
        acts = (act,) if act else ()
    if press.act == "save":
        # A yes once said is kept, whatever a later look at the page says.
        view = record.views.get(screen)
        is_done = view is not None and view.state == DONE
        record.mark(screen, DONE if is_done else SHOWN, is_yes=is_yes, now=now)
        return Done(next=screen, acts=acts)
    record.mark(screen, DONE, is_yes=is_yes, now=now)
    return Done(acts=acts)


def download_of(visit: Visit, step_key: str) -> Download | None:
    return Download.objects.filter(visit=visit, step_key=step_key).first()


def _keep(visit: Visit, step: GiftStep, press: Press, now: datetime) -> Download:
    """One statement. The page's form carries on from the seconds it was shown with."""
    download = Download(visit=visit, step_key=step.key, opened_at=now)
    changing = ["visit"]
    if isinstance(step, ChecklistStep):
        download.ticks = [item.key for item in step.magnet.items if item.key in press.ticks]
        changing = ["ticks"]
    if isinstance(step, VideoStep):
        download.played_seconds = min(press.played_seconds, step.magnet.seconds)
        download.percent = 100 * download.played_seconds // step.magnet.seconds
        changing = ["played_seconds", "percent"]
    Download.objects.bulk_create(
        [download],
        update_conflicts=True,
        unique_fields=["visit", "step_key"],
        update_fields=changing,
    )
    return download


def _is_yes(step: GiftStep, download: Download, press: Press) -> bool:
    if isinstance(step, ChecklistStep):
        return bool(download.ticks)
    if isinstance(step, VideoStep):
        return download.percent >= WATCHED_PERCENT
    return press.act != "skip"
