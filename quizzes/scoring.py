"""What answers add up to: points per result, the result itself, topics in percent.

Pure; the journey calls score() with the answers on the path really taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.document import QuestionDoc, QuizDoc


@dataclass(frozen=True, slots=True)
class Score:
    """`outcome` is '' for a quiz without results; `topics` maps topic keys to 0..100."""

    outcome: str = ""
    points: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)


def score(quiz: QuizDoc, answers: Mapping[str, tuple[str, ...]]) -> Score:
    """`answers` maps question keys to choice keys; questions left out count for nothing.

    The result with most points wins. On a tie the one that stands first in the quiz; when no
    answer gave any point, the default.
    """
    if quiz.scoring == "none":
        return Score()
    points = {outcome.key: 0 for outcome in quiz.outcomes}
    answered = [question for question in quiz.questions if answers.get(question.key)]
    has_points = False
    for question in answered:
        for key in answers[question.key]:
            choice = question.choice(key)
            for outcome, number in (choice.points if choice else {}).items():
                if outcome in points:
                    points[outcome] += number
                    has_points = True
    best = max(points, key=lambda key: points[key], default="") if has_points else ""
    topics = {
        topic.key: share
        for topic in quiz.topics
        if (share := _share(topic.key, answered, answers)) is not None
    }
    return Score(best or quiz.default_outcome or "", points, topics)


def _share(
    topic: str, answered: Sequence[QuestionDoc], answers: Mapping[str, tuple[str, ...]]
) -> int | None:
    """Percent of what was reachable on this path; None when nothing was."""
    got = low = high = 0
    for question in answered:
        possible = [choice.topics.get(topic, 0) for choice in question.choices]
        low += min(possible)
        high += max(possible)
        chosen = (question.choice(key) for key in answers[question.key])
        got += sum(choice.topics.get(topic, 0) for choice in chosen if choice)
    if high == low:
        return None
    return round(100 * (got - low) / (high - low))
