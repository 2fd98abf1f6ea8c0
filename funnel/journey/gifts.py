"""Gifts in a visit: ticks on a checklist, a guide read, seconds of a video really played."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from pathlib import PurePosixPath

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from funnel.document import ChecklistStep, GuideStep, LinkStep, VideoStep
from funnel.journey.done import Done
from funnel.journey.gift_mail import check_address, send_by_mail
from funnel.journey.presses import Press
from funnel.journey.record import DONE, SHOWN, GiftStep, Record
from funnel.journey.taken import taken_acts
from funnel.journey.told import gift_act
from funnel.journey.trail import Screen
from funnel.models import Download, Visit
from quizzes.document import MediaDoc

# From here on a video counts as watched, for depth as for warmth.
WATCHED_PERCENT = 50
# Presses that keep something and stay on the screen.
_STAYS = {"save", "keep", "take", "mail"}


def press_gift(record: Record, step: GiftStep, press: Press, now: datetime) -> Done:
    """Keeps what was ticked, played or taken; what is in _STAYS stays, anything else goes on."""
    screen = Screen(step.key)
    is_mail = press.act == "mail" and isinstance(step, ChecklistStep)
    if is_mail:
        check_address(record, press)
    download = _keep(record.visit, step, press, now)
    is_yes = _is_yes(step, download, press)
    if press.act not in _STAYS:
        record.mark(screen, DONE, is_yes=is_yes, now=now)
        return Done(acts=tuple(taken_acts(record, step, download)))
    # A yes once said is kept, whatever a later look at the page says.
    view = record.views.get(screen)
    is_done = view is not None and view.state == DONE
    record.mark(screen, DONE if is_done else SHOWN, is_yes=is_yes, now=now)
    if is_mail and isinstance(step, ChecklistStep):
        return send_by_mail(record, step, press, download, now)
    acts = taken_acts(record, step, download)
    if isinstance(step, LinkStep) and is_yes:
        acts.append(gift_act(record, step, now))
    return Done(next=screen, acts=tuple(acts), away=_away(record, step, press))


def _away(record: Record, step: GiftStep, press: Press) -> str:
    """Where a gift that was taken is: its file beside this page, or another site."""
    if press.act != "take":
        return ""
    if isinstance(step, LinkStep):
        return step.magnet.url
    if isinstance(step, GuideStep) and step.magnet.file:
        address = file_address(record.visit.key, step.key, step.magnet.file)
        return f"{address}?m={press.mail_token}" if press.mail_token else address
    return ""


def file_address(key: str, step_key: str, file: MediaDoc) -> str:
    """It ends in the file's own name: some browsers keep it under that."""
    return reverse("journey:gift_file", args=[key, step_key, PurePosixPath(file.path).name])


def download_of(visit: Visit, step_key: str) -> Download | None:
    return Download.objects.filter(visit=visit, step_key=step_key).first()


def _keep(visit: Visit, step: GiftStep, press: Press, now: datetime) -> Download:
    """Writes the row; read before only where what stands there must not get less."""
    download = Download(visit=visit, step_key=step.key, opened_at=now)
    changing = ["visit"]
    match step:
        case ChecklistStep():
            download.ticks = [item.key for item in step.magnet.items if item.key in press.ticks]
            changing = ["ticks"]
            if press.act == "mail" and (was := download_of(visit, step.key)):
                download.mailed_at = was.mailed_at
        case VideoStep():
            _play(download, press, step.magnet.seconds)
            changing = ["played_seconds", "percent"]
        case GuideStep() if press.act == "take" and step.magnet.file:
            was = download_of(visit, step.key)
            download.file_opened_at = (was and was.file_opened_at) or now
            changing = ["file_opened_at"]
    row = copy(download)
    if isinstance(step, VideoStep):
        _never_less(row)
    Download.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["visit", "step_key"],
        update_fields=changing,
    )
    return download


def _play(download: Download, press: Press, seconds: int) -> None:
    """Never more than the film is long."""
    download.played_seconds = min(press.played_seconds, seconds)
    download.percent = 100 * download.played_seconds // seconds


def _never_less(row: Download) -> None:
    """Never less than was played before, without asking for that first."""
    stored = Download.objects.filter(visit=row.visit, step_key=row.step_key)
    for name in ("played_seconds", "percent"):
        before = Coalesce(Subquery(stored.values(name)[:1]), 0)
        setattr(row, name, Greatest(Value(getattr(row, name)), before))


def _is_yes(step: GiftStep, download: Download, press: Press) -> bool:
    match step:
        case ChecklistStep():
            return bool(download.ticks)
        case VideoStep():
            return download.percent >= WATCHED_PERCENT
        case LinkStep():
            return press.act == "take"
    return press.act not in {"skip", "save"}
