"""At most one mail a day, counted as the series itself counts. honest.py holds the rule."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from funnel.checking.findings import Fix, Hit
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument
from nurture.document import DelayDoc, MessageDoc

_A_DAY = 24


def crowded_days(subject: Subject) -> Iterator[Hit]:
    """Mails after the first of a series that come on the day of the one before.

    The first may come at once: it is what was asked for. What only some people get counts too,
    for they get both.
    """
    for at, sequence in enumerate(subject.document.sequences):
        for number, mail in enumerate(sequence.messages):
            if number and _is_same_day(mail.delay):
                yield Hit(
                    f"sequences[{at}].messages[{number}].delay.{_field(mail.delay)}",
                    gettext(
                        "Mail %(number)s comes on the same day as the one before. Wait at least 1"
                        " day, so that nobody gets two a day."
                    )
                    % {"number": number + 1},
                    weight=65,
                    fix=Fix(gettext("Wait one day"), _Waiting(at, number)),
                )


def _is_same_day(delay: DelayDoc) -> bool:
    """Less than a day by the clock; by the working days the next one at the earliest."""
    return delay.hours < _A_DAY if delay.hours else delay.days < 1


def _field(delay: DelayDoc) -> str:
    return "hours" if delay.hours else "days"


class _Waiting:
    """The document with one day before a mail; its time of day stays."""

    def __init__(self, at: int, number: int) -> None:
        self._at, self._number = at, number

    def __call__(self, document: FunnelDocument) -> FunnelDocument:
        sequences = list(document.sequences)
        messages = list(sequences[self._at].messages)
        messages[self._number] = _after_a_day(messages[self._number])
        sequences[self._at] = sequences[self._at].model_copy(update={"messages": tuple(messages)})
        return document.model_copy(update={"sequences": tuple(sequences)})


def _after_a_day(mail: MessageDoc) -> MessageDoc:
    return mail.model_copy(update={"delay": mail.delay.model_copy(update={"days": 1, "hours": 0})})
