"""Why this result: which answers spoke for it, and which other result was near.

Scoring calls both when the result stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnswerNumberIs,
    AnyOf,
    Condition,
    Facts,
    IsAnswered,
    holds,
)
from quizzes.document import OutcomeDoc, QuizDoc
from quizzes.formulas.arithmetic import FormulaError, name_of, variables
from quizzes.scoring.choosing import Standing, Verdict, by_topic, measured
from quizzes.scoring.gains import Gain, gain

_MOST_REASONS = 3
# A result is near with four fifths of the winner's points, or a twentieth away from its range.
_NEAR_SHARE = 80
_NEAR_POINTS = 5

Answers = Mapping[str, tuple[str, ...]]


def near(quiz: QuizDoc, standing: Standing, verdict: Verdict) -> str:
    """The result that came next and was near, '' without one or when the default stands.

    For tiers that is five points of percent, for ranges five percent of the figure.
    """
    if verdict.is_default:
        return ""
    match quiz.outcome_by:
        case "points":
            return _next_best(standing.points, verdict.outcome)
        case "category":
            return _next_best(by_topic(quiz, standing), verdict.outcome)
        case "tier" | "range":
            return _neighbour(quiz, standing, verdict.outcome)
    return ""


def reasons(quiz: QuizDoc, verdict: Verdict, answers: Answers, facts: Facts) -> tuple[str, ...]:
    """Keys of up to three questions, the one that spoke most first. `answers` hold no skips.

    A quiz of right and wrong needs no reasons, the default has none.
    """
    outcome = quiz.outcome(verdict.outcome)
    if outcome is None or verdict.is_default or quiz.scoring == "knowledge":
        return ()
    match quiz.outcome_by:
        case "range":
            named = _named(quiz, quiz.decides or "")
            return tuple(key for key in answers if name_of(key) in named)[:_MOST_REASONS]
        case "rule":
            return tuple(dict.fromkeys(_ruling(outcome.when, answers, facts)))[:_MOST_REASONS]
    return _strongest(quiz, answers, _weight(quiz, outcome))


def _next_best(numbers: Mapping[str, int], winner: str) -> str:
    others = {key: number for key, number in numbers.items() if key != winner and number > 0}
    best = max(others, key=lambda key: others[key], default="")
    is_near = best and 100 * others[best] >= _NEAR_SHARE * numbers.get(winner, 0)
    return best if is_near else ""


def _neighbour(quiz: QuizDoc, standing: Standing, winner: str) -> str:
    number = measured(quiz, standing)
    if number is None:
        return ""
    reach = _NEAR_POINTS if quiz.outcome_by == "tier" else abs(number) * _NEAR_POINTS / 100
    distances = {
        outcome.key: _distance(outcome, number)
        for outcome in quiz.outcomes
        if outcome.key != winner and (outcome.at_least, outcome.at_most) != (None, None)
    }
    nearest = min(distances, key=lambda key: distances[key], default="")
    return nearest if nearest and distances[nearest] <= reach else ""


def _distance(outcome: OutcomeDoc, number: float) -> float:
    below = 0 if outcome.at_least is None else outcome.at_least - number
    above = 0 if outcome.at_most is None else number - outcome.at_most
    return max(0, below, above)


def _weight(quiz: QuizDoc, outcome: OutcomeDoc) -> Callable[[Gain], int]:
    """What of an answer's gain spoke for the result."""
    if quiz.outcome_by == "points":
        place = quiz.outcomes.index(outcome)
        return lambda gained: gained.points[place]
    keys = [topic.key for topic in quiz.topics]
    if quiz.outcome_by == "category" and outcome.category in keys:
        place = keys.index(outcome.category)
        return lambda gained: gained.got[place] - gained.low[place]
    return lambda gained: sum(gained.got) - sum(gained.low)


def _strongest(quiz: QuizDoc, answers: Answers, weight: Callable[[Gain], int]) -> tuple[str, ...]:
    weights = {
        question.key: weight(gain(quiz, question, answers[question.key]))
        for question in quiz.questions
        if question.key in answers
    }
    spoke = [key for key, number in weights.items() if number > 0]
    return tuple(sorted(spoke, key=lambda key: -weights[key])[:_MOST_REASONS])


def _named(quiz: QuizDoc, figure_key: str) -> set[str]:
    """The names a figure's formula uses, those of the figures in it included."""
    names = {name_of(figure_key)}
    for figure in reversed(quiz.figures):
        if name_of(figure.key) in names:
            with suppress(FormulaError):
                names |= variables(figure.formula)
    return names


def _ruling(condition: Condition | None, answers: Answers, facts: Facts) -> Iterator[str]:
    """Questions of this quiz that the parts which hold name; what is denied names nothing."""
    if condition is None or not holds(condition, facts):
        return
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from _ruling(part, answers, facts)
        case AnswerIs() | AnswerNumberIs() | IsAnswered():
            given = facts.answers.get((condition.step, condition.question))
            if given is not None and answers.get(condition.question) == given:
                yield condition.question
