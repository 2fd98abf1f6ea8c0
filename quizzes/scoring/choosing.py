"""Which result the numbers make: most points, highest topic, a tier, a range, or a rule.

The first that matches in the marketer's order wins; scoring calls choose() with what the
answers added up to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizzes.conditions import Facts, holds
from quizzes.document import OutcomeDoc, QuizDoc
from quizzes.scoring.gains import Gain


@dataclass(frozen=True, slots=True)
class Standing:
    """What answers added up to. `tie_gain` is what the question that breaks ties gave."""

    points: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    score: int | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    tie_gain: Gain = field(default_factory=Gain)


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: str
    is_tie: bool = False
    is_default: bool = False


def choose(quiz: QuizDoc, standing: Standing, facts: Facts) -> Verdict:
    """The result. `facts` carry this quiz's scores, for rules.

    Without any points, or with points that all cancel out, the default stands. Topics are
    compared by their whole percent; one that this path could not reach takes no part.
    """
    match quiz.outcome_by:
        case "points":
            points = standing.points
            return _highest(quiz, points if any(points.values()) else {}, standing.tie_gain)
        case "category":
            return _highest(quiz, by_topic(quiz, standing), standing.tie_gain)
        case "rule":
            ruled = (each for each in quiz.outcomes if each.when and holds(each.when, facts))
            return _first(quiz, next(ruled, None))
        case _:
            number = measured(quiz, standing)
            return _first(quiz, next((o for o in quiz.outcomes if is_within(o, number)), None))


def is_within(outcome: OutcomeDoc, number: float | None) -> bool:
    """Both ends count as inside, an end that is not given is open; without any end there is
    no range, and nothing is in it."""
    if number is None or (outcome.at_least is None and outcome.at_most is None):
        return False
    if outcome.at_least is not None and number < outcome.at_least:
        return False
    return outcome.at_most is None or number <= outcome.at_most


def measured(quiz: QuizDoc, standing: Standing) -> float | None:
    """The number that tiers or ranges look at: whole percent, or the figure as rounded."""
    if quiz.outcome_by == "tier":
        return standing.score
    return standing.figures.get(quiz.decides or "")


def by_topic(quiz: QuizDoc, standing: Standing) -> dict[str, int]:
    """Percent of the topic each result stands for; of two for one topic the first counts."""
    found: dict[str, int] = {}
    topics = set[str]()
    for outcome in quiz.outcomes:
        topic = outcome.category
        if topic is not None and topic in standing.topics and topic not in topics:
            topics.add(topic)
            found[outcome.key] = standing.topics[topic]
    return found


def _first(quiz: QuizDoc, outcome: OutcomeDoc | None) -> Verdict:
    return Verdict(outcome.key) if outcome else _default(quiz)


def _default(quiz: QuizDoc, *, is_tie: bool = False) -> Verdict:
    return Verdict(quiz.default_outcome or "", is_tie=is_tie, is_default=True)


def _highest(quiz: QuizDoc, numbers: Mapping[str, int], tie_gain: Gain) -> Verdict:
    """`numbers` are in the marketer's order."""
    if not numbers:
        return _default(quiz)
    most = max(numbers.values())
    tied = [key for key, number in numbers.items() if number == most]
    if len(tied) == 1:
        return Verdict(tied[0])
    if quiz.tie == "default":
        return _default(quiz, is_tie=True)
    if quiz.tie == "question":
        given = _given(quiz, tie_gain)
        return Verdict(max(tied, key=lambda key: given.get(key, 0)), is_tie=True)
    return Verdict(tied[0], is_tie=True)


def _given(quiz: QuizDoc, gain: Gain) -> dict[str, int]:
    """What the answer that breaks ties gave to each result, or to the topic it stands for."""
    if quiz.outcome_by == "points":
        return {o.key: points for o, points in zip(quiz.outcomes, gain.points, strict=False)}
    topics = {topic.key: got for topic, got in zip(quiz.topics, gain.got, strict=False)}
    return {outcome.key: topics.get(outcome.category or "", 0) for outcome in quiz.outcomes}
