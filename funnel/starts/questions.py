"""The seven questions a start asks, and what stands in the funnel while one has no answer.

filling.py puts the answers in, the page of a start shows the questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from funnel.starts.marks import MARKS
from quizzes.cleantext import UnreadableTextError, clean_text

_ENDS = (".", "!", "?", "…", "”", '"', ")", "。", "؟")
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StartQuestion:
    """`key` names the slot in the texts. `longest` is in characters and so small that no line
    of any start runs over. `is_sentence`: gets its full stop where the marketer left it out."""

    key: str
    label: StrPromise
    help: StrPromise
    longest: int
    is_sentence: bool = False


QUESTIONS = (
    StartQuestion("whom", _("Whom do you help?"), _("A few words that fit after “for”."), 70),
    StartQuestion(
        "problem",
        _("What is their problem?"),
        _("A few words that fit after “about”, without a full stop."),
        70,
    ),
    StartQuestion(
        "tip",
        _("What is the first thing you would tell them?"),
        _("One whole sentence that says what to do. It becomes the first line of the gift."),
        160,
        is_sentence=True,
    ),
    StartQuestion(
        "offer", _("What do you offer?"), _("What it is called, with “the” or “a” before it."), 60
    ),
    StartQuestion(
        "price",
        _("What does it cost?"),
        _("As it should stand on the page, with the currency."),
        50,
    ),
    StartQuestion(
        "proof",
        _("Why should they believe you?"),
        _("One or two whole sentences that are true: years, a guarantee, what you show."),
        400,
        is_sentence=True,
    ),
    StartQuestion("sender", _("Who signs the mails?"), _("A first name or a name."), 60),
)
KEYS = tuple(MARKS)


def fault_of(question: StartQuestion, said: str) -> str:
    """What keeps this answer from being taken, as a sentence; empty when nothing does."""
    try:
        text = clean_text(said, limit=question.longest * 4)
    except UnreadableTextError as error:
        return str(error)
    if any(sign in text for sign in "{}"):
        return str(_("Write it without { and }: they are kept for what the funnel fills in."))
    if "[[" in text or "]]" in text:
        return str(_("Write it without [[ and ]]: they mark what is still to be filled in."))
    if len(text) > question.longest:
        sentence = _("This is %(length)s characters long. %(most)s fit everywhere it is used.")
        return str(sentence) % {"length": len(text), "most": question.longest}
    return ""


def said_well(question: StartQuestion, said: str) -> str:
    """The answer as it goes into the texts: clean, in one line, a sentence with its end."""
    text = " ".join(clean_text(said, limit=question.longest).split())
    if question.is_sentence and text and not text.endswith(_ENDS):
        text += "."
    return text
