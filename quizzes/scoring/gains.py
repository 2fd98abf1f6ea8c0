"""What one answer gives, as a value that adds up: points per result, per topic, right or wrong.

Scoring adds the gains of a path; counting adds them along every path there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.document import (
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    QuizDoc,
    RankingDoc,
    ScaleDoc,
    ShortTextDoc,
)
from quizzes.numerals import decimal_of, exact


@dataclass(frozen=True, slots=True)
class Gain:
    """Results and topics stand in the order of the quiz.

    `got` are a topic's points of the answer, `low` and `high` the least and most that any
    answer to the same question gives; `judged` is 1 where there is something right, `right`
    1 where that was answered.
    """

    points: tuple[int, ...] = ()
    got: tuple[int, ...] = ()
    low: tuple[int, ...] = ()
    high: tuple[int, ...] = ()
    right: int = 0
    judged: int = 0

    def __add__(self, other: Gain) -> Gain:
        return Gain(
            _added(self.points, other.points),
            _added(self.got, other.got),
            _added(self.low, other.low),
            _added(self.high, other.high),
            self.right + other.right,
            self.judged + other.judged,
        )


def nothing(quiz: QuizDoc) -> Gain:
    """Where adding up begins, and what a skipped question gains."""
    topics = (0,) * len(quiz.topics)
    return Gain((0,) * len(quiz.outcomes), topics, topics, topics)


def gain(quiz: QuizDoc, question: QuestionDoc, values: tuple[str, ...]) -> Gain:
    """What this answer to this question gives; a skip gives nothing and is in no denominator."""
    if not values or not quiz.has_results:
        return nothing(quiz)
    taken = [choice for key in values if (choice := question.choice(key))]
    reach = [
        _reach(question, [choice.topics.get(topic.key, 0) for choice in question.options])
        for topic in quiz.topics
    ]
    is_right = is_right_answer(question, values) if quiz.scoring == "knowledge" else None
    return Gain(
        tuple(
            _sum(question, [choice.points.get(outcome.key, 0) for choice in taken])
            for outcome in quiz.outcomes
        ),
        tuple(
            _sum(question, [choice.topics.get(topic.key, 0) for choice in taken])
            for topic in quiz.topics
        ),
        tuple(low for low, _ in reach),
        tuple(high for _, high in reach),
        int(bool(is_right)),
        int(is_right is not None),
    )


def is_right_answer(question: QuestionDoc, values: tuple[str, ...]) -> bool | None:
    """Whether the answer is right; None for a question that has no right answer, or a skip.

    Several choices must be exactly the right ones; a number may be off by the tolerance;
    words are compared without capitals and extra spaces.
    """
    match question:
        case _ if not values:
            return None
        case NumberDoc():
            return _is_right_number(question, values[0])
        case ShortTextDoc():
            accepted = {_squeezed(text) for text in question.accepted}
            return _squeezed(values[0]) in accepted if accepted else None
        case RankingDoc() | ScaleDoc():
            return None
        case _:
            right = {choice.key for choice in question.options if choice.is_right}
            is_exact = isinstance(question, MultipleDoc)
            is_right = set(values) == right if is_exact else values[0] in right
            return is_right if right else None


def _is_right_number(question: NumberDoc, value: str) -> bool | None:
    number = decimal_of(value)
    if question.right is None or number is None:
        return None
    return abs(number - exact(question.right)) <= exact(question.tolerance)


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def _sum(question: QuestionDoc, each: Sequence[int]) -> int:
    """The points of what was chosen; a ranking's count once per choice that stands below."""
    if not isinstance(question, RankingDoc):
        return sum(each)
    below = range(len(each) - 1, -1, -1)
    return sum(points * times for points, times in zip(each, below, strict=True))


def _reach(question: QuestionDoc, each: Sequence[int]) -> tuple[int, int]:
    """The least and the most that an answer to this question can give, a skip aside."""
    if not any(each):
        return 0, 0
    match question:
        case MultipleDoc():
            most = _best_picks(each, question)
            least = -_best_picks([-points for points in each], question)
            return least, most
        case RankingDoc():
            # The rearrangement inequality: sorted one way is the most, the other way the least.
            most = _sum(question, sorted(each, reverse=True))
            return _sum(question, sorted(each)), most
        case _:
            return min(each), max(each)


def _best_picks(each: Sequence[int], question: MultipleDoc) -> int:
    best_first = sorted(each, reverse=True)
    must, may = best_first[: question.min_picks], best_first[question.min_picks : question.most]
    return sum(must) + sum(points for points in may if points > 0)


def _added(some: tuple[int, ...], more: tuple[int, ...]) -> tuple[int, ...]:
    if not some or not more:
        return some or more
    return tuple(a + b for a, b in zip(some, more, strict=True))
