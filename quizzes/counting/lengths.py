"""The shortest and the longest way through a quiz, found without counting the ways."""

from __future__ import annotations

from quizzes.answers import seconds
from quizzes.branching import place_of
from quizzes.document import QuizDoc

# The fewest and the most questions, the fewest and the most seconds at ten for each effort.
Lengths = tuple[int, int, int, int]


def lengths(quiz: QuizDoc) -> Lengths:
    """Bounds that hold on every way: a question with a condition may be shown or not."""
    ahead: list[Lengths] = [(0, 0, 0, 0)]
    for place in range(len(quiz.questions) - 1, -1, -1):
        question = quiz.questions[place]
        ways = [ahead[target - place - 1] for target in _targets(quiz, place)]
        takes = seconds(question)
        least = 0 if question.is_optional else takes
        here = (
            1 + min(way[0] for way in ways),
            1 + max(way[1] for way in ways),
            least + min(way[2] for way in ways),
            takes + max(way[3] for way in ways),
        )
        ahead.insert(0, here if question.show_if is None else _either(here, ahead[0]))
    return ahead[0]


def _either(one: Lengths, other: Lengths) -> Lengths:
    return (
        min(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        max(one[3], other[3]),
    )


def _targets(quiz: QuizDoc, place: int) -> set[int]:
    question = quiz.questions[place]
    jumps = [choice.go_to for choice in question.options]
    found = {place_of(quiz, jump, place) for jump in jumps if jump}
    if not jumps or None in jumps or question.is_optional:
        found.add(place + 1)
    return found
