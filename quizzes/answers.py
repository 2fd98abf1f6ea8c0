"""What a person gave to a question, read into the answer that is stored, or refused in one
sentence. The journey reads every press with read_answer() and every stored row with is_answer().
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_stubs_ext import StrPromise

from quizzes.document import (
    DateDoc,
    LongTextDoc,
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    RankingDoc,
    ScaleDoc,
    ShortTextDoc,
)
from quizzes.numerals import ascii_digits, decimal_of, exact, number_said, plain, readings
from quizzes.saying import day_of, day_said

# A closed question is one unit of effort, about ten seconds; one to write on is three
# (Pew Research Center's budget for web surveys).
SECONDS_PER_EFFORT = 10
_WRITING = 3

_said = lazy(number_said, str)
_said_day = lazy(day_said, str)
_THREE_NUMBERS = re.compile(r"\D{0,3}(\d{1,4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,4})\D{0,3}")
_EXAMPLE_DAY = "2025-12-31"


@dataclass(frozen=True, slots=True)
class Given:
    """One press. `order` is a ranking's; `typed` is what a text, number or date field held."""

    choices: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    typed: str = ""
    is_skip: bool = False


class AnswerError(ValueError):
    """What was given is no answer to this question."""

    def __init__(self, sentence: StrPromise, values: Mapping[str, object] | None = None) -> None:
        super().__init__()
        self._sentence, self._values = sentence, values

    @property
    def message(self) -> str | StrPromise:
        """The sentence for the visitor, in the language that is active when it is read."""
        return self._sentence % self._values if self._values else self._sentence

    def __str__(self) -> str:
        return str(self.message)


def read_answer(question: QuestionDoc, given: Given, *, language: str) -> tuple[str, ...]:
    """The answer as it is stored; () is a skip. Raises AnswerError.

    A number is read as people of `language` write it and in plain form, a date in the
    language's short form and as YYYY-MM-DD, both in any script's digits.
    """
    if given.is_skip:
        if not question.is_optional:
            raise AnswerError(_("This question needs an answer."))
        return ()
    match question:
        case MultipleDoc():
            return _picks(question, given.choices)
        case RankingDoc():
            return _order(question, given.order)
        case NumberDoc():
            return (_number(question, given.typed, language),)
        case ShortTextDoc():
            return (_text(" ".join(given.typed.split()), question.max_length),)
        case LongTextDoc():
            return (_text(given.typed.strip(), question.max_length),)
        case DateDoc():
            return (_day(question, given.typed, language),)
        case _:
            return _one(question, given.choices)


def is_answer(question: QuestionDoc, values: tuple[str, ...]) -> bool:
    """Whether stored values answer this question as it is now; () does where it may be skipped."""
    if not values:
        return question.is_optional
    match question:
        case MultipleDoc():
            listed = tuple(each.key for each in question.options if each.key in values)
            return values == listed and question.min_picks <= len(values) <= question.most
        case RankingDoc():
            return Counter(values) == Counter(each.key for each in question.options)
        case _:
            return len(values) == 1 and _is_one(question, values[0])


def effort(question: QuestionDoc, values: tuple[str, ...]) -> int:
    """What the answer cost: nothing for a skip, 1 for a tap, 3 for writing."""
    if not values:
        return 0
    return _WRITING if isinstance(question, ShortTextDoc | LongTextDoc) else 1


def seconds(question: QuestionDoc) -> int:
    """About how long the question takes."""
    is_written = isinstance(question, ShortTextDoc | LongTextDoc)
    return SECONDS_PER_EFFORT * (_WRITING if is_written else 1)


def _one(question: QuestionDoc, choices: tuple[str, ...]) -> tuple[str, ...]:
    if len(choices) == 1 and question.choice(choices[0]):
        return choices
    if isinstance(question, ScaleDoc):
        bounds = {"first": _said(question.first), "last": _said(question.last)}
        raise AnswerError(_("Please choose a number from %(first)s to %(last)s."), bounds)
    raise AnswerError(_("Please choose one of the answers."))


def _picks(question: MultipleDoc, choices: tuple[str, ...]) -> tuple[str, ...]:
    listed = tuple(each.key for each in question.options if each.key in choices)
    if len(listed) < len(choices):
        raise AnswerError(_("Please choose from the answers above, each once."))
    least, most = question.min_picks, question.most
    if len(listed) < least:
        few = ngettext_lazy(
            "Please choose at least %(least)s answer.",
            "Please choose at least %(least)s answers.",
            "least",
        )
        raise AnswerError(few, {"least": least})
    if len(listed) > most:
        many = ngettext_lazy(
            "Please choose at most %(most)s answer.",
            "Please choose at most %(most)s answers.",
            "most",
        )
        raise AnswerError(many, {"most": most})
    return listed


def _order(question: RankingDoc, order: tuple[str, ...]) -> tuple[str, ...]:
    if not is_answer(question, order) or not order:
        raise AnswerError(_("Please give every answer its own place."))
    return order


def _number(question: NumberDoc, typed: str, language: str) -> str:
    """The first reading that the question allows: “1.234” may be a thousand or one and a bit."""
    found = readings(_without_unit(typed, question.unit), language)
    for number in found:
        text = plain(number)
        if _is_one(question, text):
            return text
    bounds = {"low": _said(question.at_least), "high": _said(question.at_most)}
    if question.decimals and any(_is_inside(question, number) for number in found):
        digits = ngettext_lazy(
            "Please write at most %(digits)s digit after the decimal sign.",
            "Please write at most %(digits)s digits after the decimal sign.",
            "digits",
        )
        raise AnswerError(digits, {"digits": question.decimals})
    if question.decimals:
        raise AnswerError(_("Please write a number from %(low)s to %(high)s."), bounds)
    raise AnswerError(_("Please write a whole number from %(low)s to %(high)s."), bounds)


def _without_unit(typed: str, unit: str) -> str:
    """“12 hours” in a field that says hours is twelve."""
    text, unit = typed.strip().casefold(), unit.strip().casefold()
    return text.removesuffix(unit).removeprefix(unit).strip() if unit else text


def _text(text: str, limit: int) -> str:
    if not text:
        raise AnswerError(_("Please write something first."))
    if len(text) > limit:
        sentence = _("Please write at most %(limit)s characters; these are %(count)s.")
        raise AnswerError(sentence, {"limit": _said(limit), "count": _said(len(text))})
    return text


def _day(question: DateDoc, typed: str, language: str) -> str:
    day = _day_from(ascii_digits(typed).strip(), language)
    if day is None:
        example = {"example": _said_day(_EXAMPLE_DAY, is_short=True)}
        raise AnswerError(_("Please write a day of the calendar, like %(example)s."), example)
    if not _is_one(question, day):
        raise _outside(question)
    return day


def _outside(question: DateDoc) -> AnswerError:
    bounds = {
        "earliest": _said_day(question.earliest or "", is_short=True),
        "latest": _said_day(question.latest or "", is_short=True),
    }
    if question.earliest and question.latest:
        sentence = _("Please choose a day from %(earliest)s to %(latest)s.")
    elif question.earliest:
        sentence = _("Please choose %(earliest)s or a later day.")
    else:
        sentence = _("Please choose %(latest)s or an earlier day.")
    return AnswerError(sentence, bounds)


def _day_from(text: str, language: str) -> str | None:
    found = _THREE_NUMBERS.fullmatch(text)
    if found is None:
        return None
    order = "".join(re.findall("[dmY]", get_format("SHORT_DATE_FORMAT", language or "en")))
    if len(found[1]) == 4 or sorted(order) != sorted("dmY"):
        order = "Ymd"
    parts = dict(zip(order, found.groups(), strict=True))
    if len(parts["Y"]) != 4:
        return None
    try:
        return date(int(parts["Y"]), int(parts["m"]), int(parts["d"])).isoformat()
    except ValueError:
        return None


def _is_one(question: QuestionDoc, value: str) -> bool:
    match question:
        case NumberDoc():
            return _is_number(question, value)
        case ShortTextDoc():
            return value == " ".join(value.split()) and 0 < len(value) <= question.max_length
        case LongTextDoc():
            return value == value.strip() and 0 < len(value) <= question.max_length
        case DateDoc():
            low, high = question.earliest or "", question.latest or "9999-12-31"
            return day_of(value) is not None and low <= value <= high
        case _:
            return question.choice(value) is not None


def _is_number(question: NumberDoc, value: str) -> bool:
    number = decimal_of(value)
    if number is None or plain(number) != value:
        return False
    return len(value.partition(".")[2]) <= question.decimals and _is_inside(question, number)


def _is_inside(question: NumberDoc, number: Decimal) -> bool:
    return exact(question.at_least) <= number <= exact(question.at_most)
