"""The one small thing a mail asks: a button, or a question with its answers. Pure.

Rendering lays it out and makes its links; answering reads the same choices again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nurture.document import ReplyChoiceDoc

POLL, HELPED, DONE, REPLY = "poll", "helped", "done", "reply"
# The label of these is a question; each of its answers is a link of its own.
QUESTIONS = (POLL, HELPED)
_CHOICE = "choice:"


def choices_of(target: str, own: Sequence[ReplyChoiceDoc]) -> list[ReplyChoiceDoc]:
    """The answers to the question of a mail, in its language; none where it asks no question."""
    if target == HELPED and not own:
        return [
            ReplyChoiceDoc(key="yes", label=_("Yes, it helped")),
            ReplyChoiceDoc(key="no", label=_("Not really")),
        ]
    return list(own) if target in QUESTIONS else []


def targets_of(target: str, own: Sequence[ReplyChoiceDoc]) -> list[str]:
    """What needs a link. An answer by mail needs none: it is written, not pressed."""
    if target in QUESTIONS:
        return [choice_target(each.key) for each in choices_of(target, own)]
    return [] if target == REPLY else [target]


def choice_target(key: str) -> str:
    return f"{_CHOICE}{key}"


def chosen_key(target: str) -> str:
    """The answer behind a link; '' for what is no answer."""
    if target == DONE:
        return DONE
    return target.removeprefix(_CHOICE) if target.startswith(_CHOICE) else ""
