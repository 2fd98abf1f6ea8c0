"""Answers put into the texts of a start. Pure; an answer can never become a tag or a link."""

from __future__ import annotations

import re
from typing import get_args, get_type_hints

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument
from funnel.starts.marks import MARKS, SLOT
from funnel.starts.questions import QUESTIONS, Answers, fault_of, said_well
from funnel.translating import Said, said_in
from funnel.translating.replacing import with_texts
from quizzes.document import Text

# What could begin a link, emphasis, code, an entity or a cell anywhere in a line ...
_ANYWHERE = re.compile(r"([\\`*_\[\]<>&|])")
# ... and what could begin a list, a heading or a rule at its start.
_AT_START = re.compile(r"^([#+=~-])|^(\d{1,9})([.)])")


def faults_in(answers: Answers) -> dict[str, str]:
    """A sentence per question whose answer cannot be taken."""
    found = {each.key: fault_of(each, answers.get(each.key, "")) for each in QUESTIONS}
    return {key: sentence for key, sentence in found.items() if sentence}


def fill(document: FunnelDocument, answers: Answers) -> FunnelDocument | list[Fault]:
    """The funnel with the answers in its slots, or what is wrong with them.

    Where there is no answer stands a mark, which the check finds and publishing refuses.
    """
    refused = faults_in(answers)
    if refused:
        return [Fault(key, sentence) for key, sentence in refused.items()]
    said = {each.key: said_well(each, answers.get(each.key, "")) for each in QUESTIONS}
    texts = {
        each.place: _filled(each.text, said, is_markdown=_is_markdown(each))
        for each in said_in(document)
        if SLOT.search(each.text)
    }
    return with_texts(document, texts)


def unanswered(answers: Answers) -> list[str]:
    """Keys of the questions that still wait, in their order."""
    return [each.key for each in QUESTIONS if not said_well(each, answers.get(each.key, ""))]


def _filled(text: str, said: Answers, *, is_markdown: bool) -> str:
    """In one pass, so that what was put in is not looked at again."""

    def put(slot: re.Match[str]) -> str:
        answer = said[slot[1]]
        if not answer:
            return MARKS[slot[1]]
        return _inert(answer) if is_markdown else answer

    return SLOT.sub(put, text)


def _inert(answer: str) -> str:
    """Shown by Markdown as it was typed, with as few backslashes as that takes."""
    text = _ANYWHERE.sub(r"\\\1", answer)
    return _AT_START.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _is_markdown(said: Said) -> bool:
    """Whole texts are Markdown, lines are plain."""
    hint = get_type_hints(said.owner, include_extras=True)[said.field]
    return get_args(hint)[:2] == get_args(Text)[:2]
