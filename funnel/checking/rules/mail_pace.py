"""At most one mail a day, counted as the series itself counts. honest.py holds the rule."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from funnel.checking.findings import Fix, Hit
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument
from nurture.document import MessageDoc


def crowded_days(subject: Subject) -> Iterator[Hit]:
    """Mails after the first of a series that come on the day of the one before.

    The first may come at once: it is what was asked for. What only some people get counts too,
    for they get both.
    """
    for at, sequence in enumerate(subject.document.sequences):
        for number, mail in enumerate(sequence.messages):
            if number and mail.delay.days < 1:
                yield Hit(
                    f"sequences[{at}].messages[{number}].delay.days",
                    gettext(
                        "Mail %(number)s comes on the same day as the one before. Wait at least 1"
                        " day, so that nobody gets two a day."
                    )
                    % {"number": number + 1},
                    weight=65,
                    fix=Fix(gettext("Wait one day"), _Waiting(at, number)),
                )


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
    return mail.model_copy(update={"delay": mail.delay.model_copy(update={"days": 1})})
