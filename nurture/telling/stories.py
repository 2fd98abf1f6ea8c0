"""One mail to one person as lines in the order they happened: planned, held, sent, came back.

Pure over a Delivery with what was read beside it; the ledger reads and calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from leads.models import Activity
from leads.whereabouts import place_of
from nurture.document import MessageDoc
from nurture.models import Delivery, MailAnswer, MailEvent, MailLink
from nurture.planning.versions import SeriesContent, content_of
from nurture.telling.doing import WITHIN, counts_for
from nurture.telling.moments import delay_words, until
from nurture.telling.reasons import ended_words, held_words
from nurture.telling.standing import Standing
from quizzes.conditions import Condition

# A condition in a mail of this series (its id) in words; the roof knows the names behind keys.
Say = Callable[[int, Condition], str]
GOOD, WAIT, BAD = "good", "wait", "bad"
# A tick comes every few seconds; what leaves later than this was kept back.
LATE = timedelta(minutes=15)
_ENDED_BADLY = (Delivery.State.FAILED, Delivery.State.BOUNCED, Delivery.State.PARKED)
# Told by other lines already.
_TOLD_ELSEWHERE = (MailEvent.Kind.DELIVERED, MailEvent.Kind.OTHER)


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the person did, oldest first, and the funnel of each of their visits."""

    acts: Sequence[Activity]
    funnels: Mapping[int, int]

    def first(self, row: Delivery, target: str, *, since: datetime) -> Activity | None:
        """The first act in time that counts as what this mail asked for."""
        for act in self.acts:
            is_in_time = since < act.occurred_at <= since + WITHIN
            if is_in_time and counts_for(act, target) and self._is_here(act, row, target):
                return act
        return None

    def _is_here(self, act: Activity, row: Delivery, target: str) -> bool:
        """Another funnel may have a step of the same key; an offer or a reply counts from all."""
        if target in ("offer", "reply"):
            return True
        return act.visit_id is not None and self.funnels.get(act.visit_id) == row.funnel_id


@dataclass(frozen=True, slots=True)
class Line:
    """`tone`: good, wait, bad or ''. `detail` is what stands behind Details."""

    at: datetime | None
    words: str
    tone: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MailStory:
    """`number` is its place in the series, 0 for one that was asked for."""

    number: int
    subject: str
    state: str
    tone: str
    lines: Sequence[Line]


def story_of(
    row: Delivery,
    deeds: Deeds,
    *,
    zone: str,
    now: datetime,
    say: Say | None,
    standing: Standing | None = None,
) -> MailStory:
    """`row` with its enrollment's version, answer, pressed_links and told_events read before.

    `zone` is the one the series counts in for this person, as far as it is known; `standing` what
    holds the mail now."""
    content = content_of(row.enrollment.version) if row.enrollment else None
    message = content.message(row.message_key) if content else None
    number = content.index(row.message_key) + 1 if content and message else 0
    lines = [_planned(row, content, message, number, zone)]
    lines += _held(row, now, standing)
    lines += _late(row)
    lines += _outcome(row, message, say)
    lines += sorted(_came_back(row, message, deeds), key=lambda line: line.at or now)
    return MailStory(
        number=number,
        subject=row.subject or (message.subject if message else ""),
        state=_state(row),
        tone=_tone(row),
        lines=lines,
    )


def _state(row: Delivery) -> str:
    if row.delivered_at is not None and row.state == Delivery.State.ACCEPTED:
        return _("Delivered")
    return row.get_state_display()


def _tone(row: Delivery) -> str:
    if row.state == Delivery.State.ACCEPTED:
        return GOOD
    if row.state in Delivery.OPEN or row.state == Delivery.State.AMBIGUOUS:
        return WAIT
    return BAD if row.state in (*_ENDED_BADLY, Delivery.State.COMPLAINED) else ""


def _planned(
    row: Delivery,
    content: SeriesContent | None,
    message: MessageDoc | None,
    number: int,
    zone: str,
) -> Line:
    at = row.planned_for or row.created_at
    if content is None or row.purpose == Delivery.Purpose.REQUESTED:
        return Line(at, _("asked for, so it goes out at once"))
    if message is None:
        return Line(at, _("planned"))
    why = delay_words(message.delay, number=number)
    words = {"why": why, "place": place_of(zone or content.time_zone)}
    return Line(at, _("planned: %(why)s, by the clock in %(place)s") % words)


def _held(row: Delivery, now: datetime, standing: Standing | None) -> Iterator[Line]:
    """Each reason once in a row, as sending wrote them down, and last what stands now."""
    said = ""
    for hold in row.holds:
        at, end = parse_datetime(str(hold.get("at", ""))), _moment(hold.get("until"))
        said = str(hold.get("reason", ""))
        yield _hold_line(said, at, end)
    if not row.holds and row.held_reason:
        said = row.held_reason
        yield _hold_line(said, None, row.due_at)
    if standing is not None and standing.reason != said:
        yield _hold_line(standing.reason, standing.since, standing.until)
    elif row.state == Delivery.State.SCHEDULED and row.due_at > now:
        yield Line(row.due_at, _("goes out then, if nothing stands against it"), WAIT)


def _late(row: Delivery) -> Iterator[Line]:
    """It went out long after it could have: nothing was written at it, so everything waited."""
    left = row.handed_over_at
    if left is None or row.resends or row.attempts > 1:
        return
    ends = [_moment(hold.get("until")) for hold in row.holds]
    free = max([row.planned_for or row.created_at, *(end for end in ends if end is not None)])
    if left - free > LATE:
        words = {"until": until(left, free)}
        waited = _("waited in line until %(until)s: all mails, or those like it, had to wait")
        yield Line(free, waited % words, WAIT)


def _hold_line(code: str, at: datetime | None, end: datetime | None) -> Line:
    words = {"why": held_words(code), "until": until(end, at or end) if end else ""}
    if end is None:
        return Line(at, _("held: %(why)s") % words, WAIT)
    return Line(at, _("held until %(until)s: %(why)s") % words, WAIT)


def _moment(value: object) -> datetime | None:
    return parse_datetime(str(value)) if value else None


def _outcome(row: Delivery, message: MessageDoc | None, say: Say | None) -> Iterator[Line]:
    if row.accepted_at is not None:
        yield Line(row.accepted_at, _("sent"), GOOD)
    words = ended_words(row)
    if not words:
        return
    fits = row.skipped_reason in ("condition", "waited")
    if fits and row.enrollment and message and message.show_if is not None and say is not None:
        condition = say(row.enrollment.sequence_id, message.show_if)
        words = _("left out: only when %(condition)s") % {"condition": condition}
    tone = BAD if row.state in _ENDED_BADLY else ""
    at = row.handed_over_at if row.state == Delivery.State.AMBIGUOUS else None
    if fits:
        # Left out in the moment it was looked at.
        at = row.created_at
    yield Line(at, words, tone, row.error)


def _came_back(row: Delivery, message: MessageDoc | None, deeds: Deeds) -> Iterator[Line]:
    if row.delivered_at is not None:
        yield Line(row.delivered_at, _("delivered"), GOOD)
    if row.opened_at is not None:
        yield Line(row.opened_at, _("opened (they agreed that we see it)"))
    events: list[MailEvent] = getattr(row, "told_events", [])
    for event in events:
        if event.kind not in _TOLD_ELSEWHERE and event.state == MailEvent.State.APPLIED:
            words = {"what": event.get_kind_display()}
            yield Line(event.occurred_at, _("their provider says: %(what)s") % words, BAD)
    links: list[MailLink] = getattr(row, "pressed_links", [])
    for link in links[:1]:
        yield Line(link.pressed_at, _("pressed"), GOOD)
    answer: MailAnswer | None = getattr(row, "answer", None)
    if answer is not None:
        words = {"said": answer.said, "asked": answer.asked}
        yield Line(answer.answered_at, _("answered “%(said)s” to “%(asked)s”") % words, GOOD)
    if message is not None and row.handed_over_at is not None:
        act = deeds.first(row, message.button.target, since=row.handed_over_at)
        if act is not None:
            yield Line(act.occurred_at, _("did it: %(what)s") % {"what": act.label}, GOOD)
