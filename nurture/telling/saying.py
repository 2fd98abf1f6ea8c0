"""What was played on the stage, in plain words: the lines of a dry run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nurture.planning.versions import SeriesContent
from nurture.telling.cast import Event
from nurture.telling.moments import delay_words, until
from nurture.telling.reasons import exit_words, held_words, never_words


@dataclass(frozen=True, slots=True)
class Foretold:
    """`kind`: sent, held, left_out, waits, blocked, ended, finished or act. `subject` is '' where
    it is about no mail."""

    at: datetime
    kind: str
    words: str
    series: str = ""
    number: int = 0
    subject: str = ""

    @property
    def title(self) -> str:
        words = {"number": self.number, "subject": self.subject}
        return _("Mail %(number)s, “%(subject)s”") % words


def said(event: Event, content: SeriesContent | None) -> Foretold:
    """`content` is that of the series it happened in; None for an act of the person."""
    if content is None:
        return Foretold(event.at, event.kind, act_words(event.reason))
    message = content.message(event.key)
    return Foretold(
        event.at,
        event.kind,
        _words(event, content),
        series=content.sequence.name,
        number=content.index(event.key) + 1 if message else 0,
        subject=message.subject if message else "",
    )


def act_words(act: str) -> str:
    """What they are imagined to do."""
    plain = {
        "offer": _("They press the offer"),
        "call": _("They ask for a call"),
        "reply": _("They reply"),
        "unsubscribe": _("They unsubscribe"),
        "stop": _("Staff stops every series"),
        "claimed": _("Sales claims them"),
    }
    if act.startswith("answer:"):
        return _("They answer the question of the mail")
    return plain.get(act, _("They take that step"))


def unforeseen_words(
    *, is_throttled: bool, has_daily_limit: bool, is_slowed: bool
) -> tuple[str, ...]:
    """Limits that many people share: when they are reached depends on the mails of the others."""
    found = []
    if is_throttled:
        found.append(
            _(
                "Not foreseen: their mail provider gets only so many mails a minute. When many are"
                " due at once, a mail goes out some minutes later."
            )
        )
    if has_daily_limit:
        found.append(
            _(
                "The limit of mails a day for everybody counts what has gone out by now. What"
                " others get from now on is not foreseen and can move a mail to the next day."
            )
        )
    if is_slowed:
        found.append(
            _(
                "Not foreseen: a series that was slowed down after complaints sends only so many"
                " mails an hour, so one of it can go out hours later."
            )
        )
    return tuple(found)


def _words(event: Event, content: SeriesContent) -> str:
    name = {"series": content.sequence.name}
    match event.kind:
        case "sent":
            return _sent(event, content)
        case "held":
            end = until(event.until, event.at) if event.until else ""
            why = {"until": end, "why": held_words(event.reason)}
            return _("held until %(until)s: %(why)s") % why
        case "left_out":
            return _("left out: %(why)s") % {"why": never_words(event.reason)}
        case "waits":
            end = until(event.until, event.at) if event.until else ""
            return _("waits until it fits them, at the latest %(until)s") % {"until": end}
        case "blocked":
            return _("waits until somebody acts: %(why)s") % {"why": held_words(event.reason)}
        case "ended":
            words = {**name, "why": exit_words(event.reason)}
            return _("“%(series)s” ends: %(why)s") % words
        case _:
            return _("“%(series)s” is finished") % name


def _sent(event: Event, content: SeriesContent) -> str:
    number = content.index(event.key) + 1
    delay = content.sequence.messages[number - 1].delay
    return _("goes out: %(why)s") % {"why": delay_words(delay, number=number)}
