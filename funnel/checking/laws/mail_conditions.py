"""Conditions of mails speak of earlier mails of their series and of steps that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument
from nurture.document import MessageDoc
from nurture.mail_words import ANSWER, ASKING, HELPED
from quizzes.conditions import AnswerIs, AnswerNumberIs, DidOneOf, IsAnswered
from quizzes.wording.vocabulary import IN_MAILS

_ACTS = ("offer", "call", "reply")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The mails before the one whose condition is read; none of them in a quiz or on the ladder,
    where nobody has got a mail yet."""

    is_in_mail: bool = False
    mails: Mapping[str, MessageDoc] = field(default_factory=dict)


def did_faults(
    path: str, leaf: DidOneOf, document: FunnelDocument, earlier: Earlier
) -> Iterator[Fault]:
    if not earlier.is_in_mail:
        yield Fault(f"{path}.fact", _only_in_mails())
        return
    for index, act in enumerate(leaf.any_of):
        kind, _colon, key = act.partition(":")
        place = f"{path}.any_of[{index}]"
        if kind == "step" and document.step(key) is None:
            yield Fault(place, _("There is no step '%(key)s' in this funnel.") % {"key": key})
        elif kind == "mail" and key not in earlier.mails:
            yield Fault(place, _no_mail(key))
        elif kind not in ("step", "mail") and act not in _ACTS:
            yield Fault(
                place,
                _("Write step:, mail: with a key, or one of these: %(known)s.")
                % {"known": ", ".join(_ACTS)},
            )


def mail_answer_faults(
    path: str, leaf: AnswerIs | AnswerNumberIs | IsAnswered, earlier: Earlier
) -> Iterator[Fault]:
    """Of a leaf whose step is a mail."""
    if not earlier.is_in_mail:
        yield Fault(f"{path}.step", _only_in_mails())
        return
    key = leaf.step.removeprefix(IN_MAILS)
    mail = earlier.mails.get(key)
    if mail is None:
        yield Fault(f"{path}.step", _no_mail(key))
    elif mail.button.target not in ASKING or leaf.question != ANSWER:
        yield Fault(
            f"{path}.question",
            _("The mail '%(key)s' has no such question. Its own one is called %(known)s.")
            % {"key": key, "known": ANSWER},
        )
    elif isinstance(leaf, AnswerIs):
        known = HELPED if mail.button.target == "helped" else [each.key for each in mail.choices]
        for index, choice in enumerate(leaf.any_of):
            if choice not in known:
                yield Fault(
                    f"{path}.any_of[{index}]",
                    _("There is no answer '%(key)s' in the mail '%(mail)s'.")
                    % {"key": choice, "mail": key},
                )


def warmth_faults(path: str, earlier: Earlier) -> Iterator[Fault]:
    if not earlier.is_in_mail:
        yield Fault(f"{path}.fact", _only_in_mails())


def _only_in_mails() -> str:
    return _("Only mails can ask for this: it is not known on the ladder.")


def _no_mail(key: str) -> str:
    words = _("There is no mail '%(key)s' before this one in its series.")
    return words % {"key": key}
