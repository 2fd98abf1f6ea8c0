"""When the next mails of a series would come to an example reader who began now.

The panes of series and mails show it, and ask again after every change of the draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_location
from django.db.models import Model
from django.utils.translation import get_language

from funnel.models import Funnel
from funnel.publishing.lenient import showable
from leads.business import business
from nurture.document import SequenceDoc
from nurture.models import Message, Sequence
from nurture.planning.foretelling import next_times
from nurture.planning.zones import is_zone
from nurture.rules import rules
from quizzes.wording.vocabulary import tagless

SHOWN = 3
_EXAMPLES = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles"),
    *("America/Sao_Paulo", "Africa/Lagos", "Asia/Dubai", "Asia/Kolkata", "Asia/Tokyo"),
    "Australia/Sydney",
)


@dataclass(frozen=True, slots=True)
class Coming:
    """One mail with its moment; `is_own` marks the mail whose pane shows it."""

    number: int
    subject: str
    at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Times:
    """`zones` maps the names that can be chosen to cities in the reader's words."""

    zone: str
    zones: dict[str, str]
    mails: tuple[Coming, ...]
    may_be_left_out: bool

    @property
    def city(self) -> str:
        return self.zones[self.zone]


def times_of(funnel: Funnel, row: Model, *, zone: str, now: datetime) -> Times | None:
    """Three mails: of a mail it and what stands around it. None for every other piece."""
    series = row.sequence if isinstance(row, Message) else row
    if not isinstance(series, Sequence):
        return None
    sequence = showable(funnel).sequence(series.key)
    if sequence is None:
        return None
    zones = _zones()
    zone = zone if zone in zones else next(iter(zones))
    own = row.key if isinstance(row, Message) else ""
    mails = _around(_told(sequence, own, zone, now), own)
    shown = {mail.number for mail in mails}
    left_out = any(
        message.show_if is not None and number in shown
        for number, message in enumerate(sequence.messages, 1)
    )
    return Times(zone, zones, mails, left_out)


def _told(sequence: SequenceDoc, own: str, zone: str, now: datetime) -> tuple[Coming, ...]:
    keys = [message.key for message in sequence.messages]
    count = max(SHOWN, keys.index(own) + 2 if own in keys else 0)
    caps = rules()
    moments = next_times(
        sequence,
        zone=zone,
        start=now,
        count=count,
        cap_day=caps.cap_day,
        cap_week=caps.cap_week,
    )
    subjects = {message.key: tagless(message.subject) for message in sequence.messages}
    return tuple(
        Coming(number, subjects[key], at, is_own=key == own)
        for number, (key, at) in enumerate(moments, 1)
    )


def _around(mails: tuple[Coming, ...], own: str) -> tuple[Coming, ...]:
    here = next((place for place, mail in enumerate(mails) if mail.is_own), 0) if own else 0
    first = max(0, min(here - 1, len(mails) - SHOWN))
    return mails[first : first + SHOWN]


def _zones() -> dict[str, str]:
    """The business's own first."""
    names = dict.fromkeys((business().time_zone, *_EXAMPLES))
    return {name: city_of(name) for name in names if is_zone(name)} or {"UTC": "UTC"}


def city_of(zone: str) -> str:
    try:
        locale = Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(get_timezone_location(zone, locale=locale, return_city=True))
