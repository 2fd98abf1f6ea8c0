"""A question in a mail has its answers, and a series its hours, its goals and its sender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument
from nurture.document import MessageDoc, SequenceDoc
from nurture.holiday_places import is_place
from nurture.planning.calendar import QUIET_FROM, QUIET_UNTIL

_FEWEST = 2


def question_faults(document: FunnelDocument) -> list[Fault]:
    """Those of the answers that stand in mails."""
    return [
        fault
        for at, sequence in enumerate(document.sequences)
        for number, mail in enumerate(sequence.messages)
        for fault in _answers(f"sequences[{at}].messages[{number}]", mail)
    ]


def _answers(path: str, mail: MessageDoc) -> Iterator[Fault]:
    if mail.button.target != "poll":
        if mail.choices:
            words = _("Only a question has answers to choose from. Take them away.")
            yield Fault(f"{path}.choices", words)
        return
    if len(mail.choices) < _FEWEST:
        yield Fault(
            f"{path}.button.target",
            _("Answers to this question so far: %(count)s. Write two to five, one a line.")
            % {"count": len(mail.choices)},
        )
    seen: dict[str, int] = {}
    for index, choice in enumerate(mail.choices):
        label = " ".join(choice.label.split()).casefold()
        if label in seen:
            yield Fault(
                f"{path}.choices[{index}].label",
                _("This says the same as answer %(number)s. Change one of the two.")
                % {"number": seen[label] + 1},
            )
        seen.setdefault(label, index)


def sending_faults(document: FunnelDocument) -> Iterator[Fault]:
    """When a series may write and what it is there for. laws/series.py asks."""
    for at, sequence in enumerate(document.sequences):
        yield from _hours(f"sequences[{at}].window", sequence)
        yield from _goals(f"sequences[{at}].goals", sequence, document)


def _hours(path: str, sequence: SequenceDoc) -> Iterator[Fault]:
    window = sequence.window
    opens = max(time.fromisoformat(window.opens), QUIET_UNTIL)
    closes = min(time.fromisoformat(window.closes), QUIET_FROM)
    if opens >= closes:
        yield Fault(
            f"{path}.closes",
            _("No mail can leave in these hours. Choose some between %(first)s and %(last)s.")
            % {"first": f"{QUIET_UNTIL:%H:%M}", "last": f"{QUIET_FROM:%H:%M}"},
        )
    if window.holidays and not is_place(window.holidays):
        yield Fault(
            f"{path}.holidays",
            _("The public holidays of '%(key)s' are not known. Choose another country.")
            % {"key": window.holidays},
        )


def _goals(path: str, sequence: SequenceDoc, document: FunnelDocument) -> Iterator[Fault]:
    for index, goal in enumerate(sequence.goals):
        key = goal.removeprefix("step:")
        if key != goal and document.step(key) is None:
            yield Fault(
                f"{path}[{index}]", _("There is no step '%(key)s' in this funnel.") % {"key": key}
            )
