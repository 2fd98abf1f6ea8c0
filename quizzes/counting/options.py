"""What can be answered to a question, each as likely as the next; ways.py asks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import chain, combinations, count, permutations

from quizzes.document import (
    DateDoc,
    LongTextDoc,
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    RankingDoc,
    ShortTextDoc,
)
from quizzes.numerals import exact, plain

_SOME_DAY = "2000-01-01"
_SOME_TEXT = "…"


def options(question: QuestionDoc, *, is_each_number: bool) -> Iterator[tuple[str, ...]]:
    """Every answer that counts by itself, a skip last.

    Each choice, each allowed set of several, each order, each accepted text and one text beside
    them; each number of the grid where something looks at it, else one for all; one day.
    """
    is_open = False
    for values in _given(question, is_each_number=is_each_number):
        is_open = True
        yield values
    # A question of a draft that nobody can answer yet is passed over as if it were skipped.
    if question.is_optional or not is_open:
        yield ()


def how_many(question: QuestionDoc, *, is_each_number: bool) -> int:
    """How many options() gives, or nearly, found without making them."""
    skips = int(question.is_optional)
    match question:
        case MultipleDoc():
            picks = range(question.min_picks, question.most + 1)
            return skips + sum(math.comb(len(question.choices), each) for each in picks)
        case RankingDoc():
            return skips + math.factorial(len(question.choices))
        case NumberDoc() if is_each_number:
            return skips + len(_grid(question))
        case _:
            return skips + sum(1 for _ in _given(question, is_each_number=False))


def _given(question: QuestionDoc, *, is_each_number: bool) -> Iterator[tuple[str, ...]]:
    match question:
        case MultipleDoc():
            keys = [choice.key for choice in question.choices]
            picks = range(question.min_picks, question.most + 1)
            yield from chain.from_iterable(combinations(keys, each) for each in picks)
        case RankingDoc():
            yield from permutations(choice.key for choice in question.choices)
        case NumberDoc():
            for number in _grid(question)[: None if is_each_number else 1]:
                yield (plain(Decimal(number).scaleb(-question.decimals)),)
        case ShortTextDoc():
            yield from ((text,) for text in _texts(question))
        case LongTextDoc():
            yield (_SOME_TEXT,)
        case DateDoc():
            yield (question.earliest or question.latest or _SOME_DAY,)
        case _:
            yield from ((choice.key,) for choice in question.options)


def _grid(question: NumberDoc) -> range:
    """The numbers that can be typed, as whole multiples of the last decimal."""
    least = exact(question.at_least).scaleb(question.decimals)
    most = exact(question.at_most).scaleb(question.decimals)
    first = int(least.to_integral_value(ROUND_CEILING))
    return range(first, int(most.to_integral_value(ROUND_FLOOR)) + 1)


def _texts(question: ShortTextDoc) -> Iterator[str]:
    """Each accepted text once, and one that is none of them."""
    known = {" ".join(text.casefold().split()): text for text in question.accepted}
    yield from known.values()
    yield next(
        text for text in (chr(ord(_SOME_TEXT) + more) for more in count()) if text not in known
    )
