"""Going live and coming down at an appointed time, in the time zone of the business.

The form of the funnel's times sets them, the clock keeps them: tasks.py calls run_schedule().
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from funnel.checking.faults import PublishError
from funnel.models import Funnel
from funnel.publishing.history import MISSED, SCHEDULED, note_time, notes_of
from funnel.publishing.publish import publish, unpublish
from leads.business import business

_log = logging.getLogger(__name__)
_NEAR = timedelta(days=6)


class RefusedTimeError(ValueError):
    """`field` is the one of the two that cannot be; the sentence says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def schedule(
    *,
    funnel: Funnel,
    goes_live_at: datetime | None,
    comes_down_at: datetime | None,
    now: datetime,
    by: User,
) -> None:
    """Appoints both times anew; None for none. The draft goes live as it stands then.

    Raises RefusedTimeError for a moment that is past, for coming down before going live, and for
    coming down where nothing is live nor will be.
    """
    locked = Funnel.objects.select_for_update(of=("self",)).get(pk=funnel.pk)
    _check(locked, goes_live_at, comes_down_at, now)
    is_same = (locked.goes_live_at, locked.comes_down_at) == (goes_live_at, comes_down_at)
    locked.goes_live_at, locked.comes_down_at = goes_live_at, comes_down_at
    locked.save(update_fields=["goes_live_at", "comes_down_at"])
    funnel.goes_live_at, funnel.comes_down_at = goes_live_at, comes_down_at
    if not is_same:
        words = "; ".join(plans(locked, now=now)) or _("No time is set any more")
        note_time(funnel=locked, by=by, message=f"{words}.", flag=SCHEDULED, now=now)


def _check(
    funnel: Funnel, live_at: datetime | None, down_at: datetime | None, now: datetime
) -> None:
    past = _("That moment is over. Choose a later one.")
    if live_at is not None and live_at <= now:
        raise RefusedTimeError("goes_live_at", past)
    if down_at is None:
        return
    if down_at <= now:
        raise RefusedTimeError("comes_down_at", past)
    if live_at is not None and down_at <= live_at:
        sentence = _("It would come down before it goes live. Choose a later moment.")
        raise RefusedTimeError("comes_down_at", sentence)
    if live_at is None and funnel.publication_id is None:
        sentence = _("Nothing is live that could come down. Say first when it goes live.")
        raise RefusedTimeError("comes_down_at", sentence)


def run_schedule(*, now: datetime) -> int:
    """Whatever is due, each funnel for itself; how many were looked at. Idempotent.

    A draft with errors stays as it is and its time is done with: a line of the history says what
    was missing, and it is not tried again behind anybody's back.
    """
    due = Q(goes_live_at__lte=now) | Q(comes_down_at__lte=now)
    pks = list(
        Funnel.objects.filter(due).order_by("goes_live_at", "pk").values_list("pk", flat=True)
    )
    for pk in pks:
        try:
            _keep(pk, now)
        except Exception:  # noqa: BLE001  # whatever one funnel lacks, the others have their time
            _log.exception("The times of funnel %s could not be kept.", pk)
    return len(pks)


def _keep(pk: int, now: datetime) -> None:
    with transaction.atomic():
        funnel = Funnel.objects.select_for_update(of=("self",)).get(pk=pk)
        if funnel.goes_live_at is not None and funnel.goes_live_at <= now:
            _go_live(funnel, now)
    with transaction.atomic():
        funnel = Funnel.objects.select_for_update(of=("self",)).get(pk=pk)
        if funnel.comes_down_at is not None and funnel.comes_down_at <= now:
            unpublish(funnel=funnel, by=_appointed_by(funnel))
            Funnel.objects.filter(pk=pk).update(comes_down_at=None)


def _go_live(funnel: Funnel, now: datetime) -> None:
    by = _appointed_by(funnel)
    assert funnel.goes_live_at is not None
    try:
        with transaction.atomic():
            publish(funnel=funnel, now=now, by=by)
    except PublishError as error:
        count = len(error.faults)
        words = ngettext(
            "It could not go live %(when)s: %(count)s thing had to be put right. %(first)s",
            "It could not go live %(when)s: %(count)s things had to be put right. %(first)s",
            count,
        )
        when = said(funnel.goes_live_at, now=now)
        message = words % {"when": when, "count": count, "first": error.faults[0].message}
        Funnel.objects.filter(pk=funnel.pk).update(goes_live_at=None)
        if by is not None:
            note_time(funnel=funnel, by=by, message=message, flag=MISSED, now=now)


def _appointed_by(funnel: Funnel) -> User | None:
    """Who set the times; where that is not known any more, an owner of the house."""
    note = notes_of(funnel).filter(action_flag=SCHEDULED).first()
    if note is not None:
        return note.user
    return User.objects.filter(is_active=True, is_superuser=True).order_by("pk").first()


def missed(funnel: Funnel) -> LogEntry | None:
    """The line that says why it did not go live in time; None once that is over."""
    note = notes_of(funnel).filter(action_flag__in=(SCHEDULED, MISSED)).first()
    if note is None or note.action_flag != MISSED:
        return None
    is_over = funnel.publications.filter(is_trial=False, published_at__gt=note.action_time)
    return None if is_over.exists() else note


def plans(funnel: Funnel, *, now: datetime) -> list[str]:
    """What is appointed, in words: Goes live Mon 09:00."""
    found: list[str] = []
    if funnel.goes_live_at is not None:
        found.append(_("Goes live %(when)s") % {"when": said(funnel.goes_live_at, now=now)})
    if funnel.comes_down_at is not None:
        found.append(_("Comes down %(when)s") % {"when": said(funnel.comes_down_at, now=now)})
    return found


def said(moment: datetime, *, now: datetime) -> str:
    """A moment as the business's clock shows it: Mon 09:00, further off with its date."""
    zone = business().zone
    local, today = moment.astimezone(zone), now.astimezone(zone)
    form = pgettext("date format", "D H:i")
    if abs(local - today) > _NEAR:
        form = pgettext("date format", "D j M, H:i")
    if local.year != today.year:
        form = pgettext("date format", "D j M Y, H:i")
    return date_format(local, form)


def on_the_clock(local: datetime, zone: ZoneInfo) -> datetime | None:
    """A wall-clock time as a moment; None for one that the change to summer time leaves out.

    Of a time that comes twice in autumn it is the first.
    """
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == local else None
