"""Answers and figures in words, in the active language: for recall, the result, lists and mails.

Nothing here ever raises: what is not an answer any more is said as nothing.
"""

from __future__ import annotations

from datetime import date
from unicodedata import category

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from quizzes.document import (
    DateDoc,
    FigureDoc,
    NumberDoc,
    QuestionDoc,
    RankingDoc,
    ScaleDoc,
)
from quizzes.numerals import decimal_of, digits_of, number_said

# Below it a number stands without marks between thousands: it may be a year.
_GROUPED_FROM = 10_000
_NO_BREAK = "\u00a0"


def said(question: QuestionDoc, values: tuple[str, ...]) -> str:
    """The answer in words: “12.5 hours”, “7 of 10”, “1. Price, 2. Time”; '' for a skip."""
    match question:
        case ScaleDoc():
            return _step_said(question, values)
        case NumberDoc():
            return _with_unit(_number(values, is_grouped=True), question.unit)
        case DateDoc():
            return day_said(values[0]) if values else ""
        case RankingDoc():
            texts = _texts(question, values)
            return _listed([f"{place}. {text}" for place, text in enumerate(texts, start=1)])
        case _:
            return _listed(_texts(question, values)) if question.options else "".join(values)


def typed(question: QuestionDoc, values: tuple[str, ...]) -> str:
    """What stands in the field of a text, number or date that was answered before.

    A number is in the active language, so that read_answer() gives the same answer again.
    """
    if isinstance(question, NumberDoc):
        return _number(values, is_grouped=False)
    return "".join(values[:1])


def figure_said(figure: FigureDoc, value: float) -> str:
    """A calculated number with its unit and as many digits as its rounding leaves: “€380”.

    A currency sign stands where the active language puts it: “€380”, “380 €”.
    """
    number = number_said(value, digits=digits_of(figure.round_to))
    return _with_unit(number, figure.unit, is_unit_first=figure.is_unit_first)


def day_of(text: str) -> date | None:
    """The day of a stored date, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else None
    except ValueError:
        return None


def day_said(text: str, *, is_short: bool = False) -> str:
    """A stored date as the active language writes it; '' for anything else."""
    day = day_of(text)
    if day is None:
        return ""
    return date_format(day, "SHORT_DATE_FORMAT" if is_short else "DATE_FORMAT")


def _texts(question: QuestionDoc, values: tuple[str, ...]) -> list[str]:
    found = (question.choice(key) for key in values)
    return [choice.text for choice in found if choice]


def _listed(texts: list[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(texts)


def _step_said(question: ScaleDoc, values: tuple[str, ...]) -> str:
    texts = _texts(question, values)
    if not texts:
        return ""
    numbers = {"number": number_said(int(texts[0])), "last": number_said(question.last)}
    return gettext("%(number)s of %(last)s") % numbers


def _number(values: tuple[str, ...], *, is_grouped: bool) -> str:
    number = decimal_of(values[0]) if values else None
    if number is None:
        return ""
    return number_said(number, group=is_grouped and abs(number) >= _GROUPED_FROM)


def _with_unit(number: str, unit: str, *, is_unit_first: bool = False) -> str:
    if not number or not unit:
        return number
    if _is_currency_sign(unit):
        is_unit_first = (get_language() or "en").startswith("en")
    if not is_unit_first:
        return f"{number}{_NO_BREAK if _is_currency_sign(unit) else ' '}{unit}"
    minus, number = ("-", number[1:]) if number.startswith("-") else ("", number)
    space = " " if unit[-1].isalpha() else ""
    return f"{minus}{unit}{space}{number}"


def _is_currency_sign(unit: str) -> bool:
    return all(category(sign) == "Sc" for sign in unit)
