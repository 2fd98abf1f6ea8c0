"""Lists of mails in one state, with who, what, since when and why, in words.

Called by watch_views. Names of people are for those who may read leads; others see the domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise
from pydantic import ValidationError

from funnel.mailroom.overview import lead_url
from nurture.models import Delivery, Message
from nurture.telling.reasons import ended_words, held_words
from nurture.watching.queue import FAILED_SPAN
from nurture.writing.requested import RequestedMail

PER_PAGE = 50
_State = Delivery.State


@dataclass(frozen=True, slots=True)
class View:
    """One list. `acts` are the presses it offers for the ticked ones."""

    title: StrPromise
    lead: StrPromise
    nothing: StrPromise
    acts: tuple[tuple[str, StrPromise], ...] = ()


VIEWS = {
    "maybe-sent": View(
        gettext_lazy("Maybe sent"),
        gettext_lazy(
            "The connection broke after the last line, so nobody knows whether these arrived. Mails"
            " of a series are not sent again by themselves: better never than twice."
        ),
        gettext_lazy("No mail is in doubt."),
        (
            ("arrived", gettext_lazy("It arrived")),
            ("again", gettext_lazy("Send again")),
        ),
    ),
    "on-hold": View(
        gettext_lazy("On hold"),
        gettext_lazy(
            "The text of these could not be made for their readers. Mend the mail, publish, and try"
            " them again."
        ),
        gettext_lazy("No mail is on hold."),
        (("try", gettext_lazy("Try again")),),
    ),
    "failed": View(
        gettext_lazy("Failed in the last 7 days"),
        gettext_lazy("The mail server refused these for good. They are not tried again."),
        gettext_lazy("No mail failed in the last 7 days."),
    ),
    "due": View(
        gettext_lazy("Due now"),
        gettext_lazy("The next ones to go out, the oldest first."),
        gettext_lazy("Nothing is due."),
    ),
    "held": View(
        gettext_lazy("Waiting for something"),
        gettext_lazy("Planned, and held for a reason. Each goes out by itself when it has passed."),
        gettext_lazy("Nothing is held."),
    ),
    "sending": View(
        gettext_lazy("Being sent"),
        gettext_lazy("In the hands of a worker right now."),
        gettext_lazy("Nothing is being sent this moment."),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    pk: int
    who: str
    url: str
    mail: str
    series: str
    since: datetime
    next_at: datetime | None
    why: str
    error: str


def in_state(name: str, *, why: str, now: datetime) -> QuerySet[Delivery]:
    """The mails of that list, the longest waiting first; `why` narrows the held ones."""
    scheduled = Q(state=_State.SCHEDULED)
    conditions = {
        "maybe-sent": Q(state=_State.AMBIGUOUS),
        "on-hold": Q(state=_State.PARKED),
        "failed": Q(state=_State.FAILED, due_at__gt=now - FAILED_SPAN),
        "due": scheduled & Q(due_at__lte=now),
        "held": scheduled & (Q(held_reason=why) if why else ~Q(held_reason="")),
        "sending": Q(state__in=[_State.CLAIMED, _State.HANDED_OVER]),
    }
    return Delivery.objects.filter(conditions[name]).order_by("due_at", "pk")


def rows_of(mails: Sequence[Delivery], *, sees_people: bool) -> list[Row]:
    """Of one page that came with its people and series. One query more, for the subjects."""
    subjects = _subjects(mails)
    return [_row(mail, subjects, sees_people=sees_people) for mail in mails]


def same_mail(now: datetime) -> list[tuple[str, str, int]]:
    """On hold, by mail: (scope, subject, how many), the most first."""
    counted = (
        in_state("on-hold", why="", now=now)
        .filter(enrollment__isnull=False)
        .order_by()
        .values_list("enrollment__sequence_id", "message_key")
        .annotate(number=Count("pk"))
        .order_by("-number")[:20]
    )
    found = list(counted)
    subjects = dict(_messages({series for series, _key, _number in found}))
    return [
        (f"mail:{series}:{key}", subjects.get((series, key), key), number)
        for series, key, number in found
        if number > 1
    ]


def _row(mail: Delivery, subjects: dict[int, str], *, sees_people: bool) -> Row:
    is_planned = mail.state == _State.SCHEDULED
    domain = mail.address.normalised.rpartition("@")[2]
    return Row(
        pk=mail.pk,
        who=str(mail.lead) if sees_people else _("Somebody at %(domain)s") % {"domain": domain},
        url=lead_url(mail.lead_id) if sees_people else "",
        mail=subjects.get(mail.pk) or mail.message_key,
        series=mail.enrollment.sequence.name if mail.enrollment else _("Asked for"),
        since=_since(mail),
        next_at=mail.due_at if is_planned and mail.held_reason else None,
        why=_why(mail),
        error=mail.error,
    )


def _since(mail: Delivery) -> datetime:
    if mail.state == _State.AMBIGUOUS:
        return mail.handed_over_at or mail.due_at
    if mail.state == _State.SCHEDULED and mail.held_reason:
        return mail.failing_since or mail.planned_for or mail.created_at
    return mail.due_at


def _why(mail: Delivery) -> str:
    if mail.state == _State.SCHEDULED:
        return held_words(mail.held_reason) if mail.held_reason else _("it is its turn")
    return ended_words(mail) or str(_State(mail.state).label)


def _subjects(mails: Sequence[Delivery]) -> dict[int, str]:
    series = {mail.enrollment.sequence_id for mail in mails if mail.enrollment}
    written = dict(_messages(series))
    found = {}
    for mail in mails:
        key = (mail.enrollment.sequence_id, mail.message_key) if mail.enrollment else (0, "")
        found[mail.pk] = mail.subject or written.get(key, "") or _requested_subject(mail)
    return found


def _messages(series: set[int]) -> list[tuple[tuple[int, str], str]]:
    rows = Message.objects.filter(sequence_id__in=series) if series else ()
    return [((row.sequence_id, row.key), row.subject) for row in rows]


def _requested_subject(mail: Delivery) -> str:
    if not mail.content:
        return ""
    try:
        return RequestedMail.model_validate_json(mail.content).mail.subject
    except ValidationError:
        return ""
