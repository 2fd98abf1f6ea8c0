"""What stands on a question's screen: its choices as drawn, what is marked or typed, its limits.

Pure over the question and what was given; screens.py puts it on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.document import (
    ChoiceDoc,
    DateDoc,
    ImageDoc,
    LongTextDoc,
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    QuizDoc,
    RankingDoc,
    ScaleDoc,
    ShortTextDoc,
)
from quizzes.numerals import number_said
from quizzes.saying import day_said
from quizzes.saying import typed as in_field

# Kinds that one tap answers; all others have a main button.
AT_ONE_TAP = frozenset({"single", "picture", "yes_no"})
_MOST_IN_A_ROW = 7


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str
    is_chosen: bool
    picture: Picture | None = None
    # Which of the two buttons of a ranked line was pressed just now: it has the focus again.
    moved: str = ""


def question_context(
    question: QuestionDoc,
    *,
    values: tuple[str, ...] | None,
    chosen: tuple[str, ...] | None,
    typed: str | None,
    files: Mapping[str, str],
    move: str = "",
) -> dict[str, object]:
    """`values` is the answer so far (None: none yet), `chosen` and `typed` what a refused form
    held, which counts for more; `move` is the line of a ranking moved just now, up:a.
    `files` maps hashes to stored names."""
    marked = chosen if chosen is not None else values or ()
    return {
        "question": question,
        "ask": f"funnel/kinds/_ask_{question.kind}.html",
        "is_at_one_tap": question.kind in AT_ONE_TAP,
        "options": _options(question, marked, files, move),
        "picture": _picture(question.image, files),
        "value": typed if typed is not None else in_field(question, values or ()),
        "limits": limits(question),
        "is_skipped": values == () and question.is_optional,
        **_own(question),
    }


def limits(question: QuestionDoc) -> str:
    """What an answer may be, in one sentence beside the field; '' where nothing needs saying."""
    match question:
        case MultipleDoc():
            return _how_many(question)
        case NumberDoc():
            return _between(question)
        case ShortTextDoc() | LongTextDoc():
            most = question.max_length
            return ngettext("At most %(most)s character.", "At most %(most)s characters.", most) % {
                "most": number_format(most)
            }
        case DateDoc():
            return _when(question)
        case RankingDoc():
            return _("Put them in your order, from the top down.")
    return ""


def pictures_ahead(quiz: QuizDoc, key: str, files: Mapping[str, str]) -> list[str]:
    """Addresses of the pictures of the two questions that stand after this one."""
    keys = [question.key for question in quiz.questions]
    after = quiz.questions[keys.index(key) + 1 :][:2] if key in keys else ()
    return [found.url for question in after for found in _pictures(question, files)]


def _pictures(question: QuestionDoc, files: Mapping[str, str]) -> Iterator[Picture]:
    images = [question.image, *(choice.image for choice in question.options)]
    found = (_picture(image, files) for image in images)
    yield from (picture for picture in found if picture)


def _options(
    question: QuestionDoc, marked: tuple[str, ...], files: Mapping[str, str], move: str
) -> list[Option]:
    """In the order of the list; a ranking in the person's, what they left out at the end."""
    choices: list[ChoiceDoc] = list(question.options)
    if isinstance(question, RankingDoc):
        places = {key: place for place, key in enumerate(marked)}
        choices.sort(key=lambda choice: places.get(choice.key, len(places)))
    way, _colon, key = move.partition(":")
    return [
        Option(
            choice.key,
            choice.text,
            choice.key in marked,
            _picture(choice.image, files),
            moved=way if choice.key == key else "",
        )
        for choice in choices
    ]


def _picture(image: ImageDoc | None, files: Mapping[str, str]) -> Picture | None:
    if image is None or image.sha256 not in files:
        return None
    return Picture(default_storage.url(files[image.sha256]), image.alt)


def _own(question: QuestionDoc) -> dict[str, object]:
    match question:
        case ScaleDoc():
            count = question.last - question.first + 1
            rows = -(-count // _MOST_IN_A_ROW)
            return {"in_a_row": -(-count // rows)}
        case NumberDoc():
            # The pad of digits has no minus on some phones, and no comma for whole numbers.
            pad = "text" if question.at_least < 0 else "decimal" if question.decimals else "numeric"
            return {"pad": pad}
    return {}


def _how_many(question: MultipleDoc) -> str:
    least, most = question.min_picks, question.most
    if least == most:
        return _("Choose exactly %(count)s.") % {"count": number_format(least)}
    if least == 1 and most == len(question.choices):
        return _("Choose all that fit.")
    said = {"least": number_format(least), "most": number_format(most)}
    return _("Choose %(least)s to %(most)s.") % said


def _between(question: NumberDoc) -> str:
    said = {"low": number_said(question.at_least), "high": number_said(question.at_most)}
    if question.decimals:
        return _("From %(low)s to %(high)s.") % said
    return _("A whole number from %(low)s to %(high)s.") % said


def _when(question: DateDoc) -> str:
    first, last = day_said(question.earliest or ""), day_said(question.latest or "")
    if first and last:
        return _("From %(first)s to %(last)s.") % {"first": first, "last": last}
    if first:
        return _("Not before %(first)s.") % {"first": first}
    return _("Not after %(last)s.") % {"last": last} if last else ""
