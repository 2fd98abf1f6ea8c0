"""What a reader of mails can have done and answered, in words, for conditions of later mails.

The roof puts it into the words of a funnel; the form of a mail leaves out what comes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from quizzes.wording.vocabulary import Asked, Vocabulary, tagless

# The question of an answer in a mail, as conditions name it.
ANSWER = "answer"
# Of “Did it help?”: the house's own two answers.
HELPED = ("yes", "no")
# Targets that a reader answers in the mail itself, and those with answers to choose from.
IN_THE_MAIL = ("poll", "helped", "done", "reply")
ASKING = ("poll", "helped")


@dataclass(frozen=True, slots=True)
class Told:
    """One mail as far as conditions can speak of it; `choices` are key -> label."""

    key: str
    subject: str
    target: str
    label: str
    choices: Mapping[str, str]


def with_mails(
    words: Vocabulary, mails: Iterable[Told], *, asking: Mapping[str, str]
) -> Vocabulary:
    """The words of a funnel and of these mails, in the order they are sent.

    `asking` are the steps one can say yes to, by key.
    """
    told = list(mails)
    acts = {
        "offer": _("took the offer"),
        "call": _("asked for a call or booked one"),
        "reply": _("wrote back"),
        **{
            f"step:{key}": _("said yes to “%(step)s”") % {"step": name}
            for key, name in asking.items()
        },
        **{f"mail:{mail.key}": _act(mail) for mail in told},
    }
    questions = {
        (f"mail:{mail.key}", ANSWER): Asked(_question(mail), answers_of(mail))
        for mail in told
        if mail.target in ASKING
    }
    return replace(words, acts=acts, questions={**words.questions, **questions})


def before(words: Vocabulary, key: str) -> Vocabulary:
    """Without the mail of this key and those after it: nobody has done anything with them yet."""
    mails = [act for act in words.acts if act.startswith("mail:")]
    if f"mail:{key}" not in mails:
        return words
    late = frozenset(mails[mails.index(f"mail:{key}") :])
    return replace(
        words,
        acts={act: said for act, said in words.acts.items() if act not in late},
        questions={at: asked for at, asked in words.questions.items() if at[0] not in late},
    )


def answers_of(mail: Told) -> dict[str, str]:
    return helped_words() if mail.target == "helped" else dict(mail.choices)


def helped_words() -> dict[str, str]:
    return dict(zip(HELPED, (_("Yes"), _("No")), strict=True))


def _act(mail: Told) -> str:
    subject = {"subject": tagless(mail.subject)}
    if mail.target in ASKING:
        return _("answered in the mail “%(subject)s”") % subject
    if mail.target == "done":
        return _("pressed “done” in the mail “%(subject)s”") % subject
    return _("pressed the button of the mail “%(subject)s”") % subject


def _question(mail: Told) -> str:
    words = {"question": tagless(mail.label), "subject": tagless(mail.subject)}
    return _("In the mail “%(subject)s”: %(question)s") % words
