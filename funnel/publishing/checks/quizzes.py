"""A quiz on its own: points, jumps, results, and the poll as its smallest form."""

from __future__ import annotations

from collections.abc import Iterator

from funnel.document import FunnelDocument, PollStep
from funnel.publishing.checks.reading import quiz_steps, scored_steps
from funnel.publishing.faults import Fault
from quizzes.document import ChoiceDoc, QuizDoc


def quiz_faults(document: FunnelDocument) -> list[Fault]:
    found: list[Fault] = []
    for index, step in quiz_steps(document):
        path = f"steps[{index}].quiz"
        if isinstance(step, PollStep):
            found += _poll(path, step.quiz)
        found += (
            _with_results(path, step.quiz) if _is_scored(step.quiz) else _without(path, step.quiz)
        )
        found += _choices(path, step.quiz)
    for index, _ in scored_steps(document)[1:]:
        found.append(
            Fault(
                f"steps[{index}].quiz.scoring",
                "Only one quiz of a funnel can lead to a result. Write none here.",
            )
        )
    return found


def _is_scored(quiz: QuizDoc) -> bool:
    return quiz.scoring == "personality"


def _poll(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if _is_scored(quiz):
        yield Fault(f"{path}.scoring", "A poll has no result. Write none, or make it a quiz.")
    if len(quiz.questions) != 1:
        yield Fault(
            f"{path}.questions", "A poll asks exactly one question. Keep one, or make it a quiz."
        )


def _without(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.outcomes:
        yield Fault(
            f"{path}.outcomes",
            "A quiz with scoring none has no results. Remove them or write personality.",
        )
    if quiz.default_outcome is not None:
        yield Fault(f"{path}.default_outcome", "A quiz with scoring none has none. Remove it.")


def _with_results(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if len(quiz.outcomes) < 2:
        yield Fault(f"{path}.outcomes", "A quiz needs at least two results. Add one.")
    if quiz.default_outcome is None:
        yield Fault(
            f"{path}.default_outcome", "Say which result stands when no answer gave points."
        )
    elif quiz.outcome(quiz.default_outcome) is None:
        yield Fault(
            f"{path}.default_outcome", f"There is no result '{quiz.default_outcome}' in this quiz."
        )
    reached = {
        key
        for question in quiz.questions
        for choice in question.choices
        for key, points in choice.points.items()
        if points > 0
    }
    for number, outcome in enumerate(quiz.outcomes):
        if outcome.key not in reached:
            yield Fault(
                f"{path}.outcomes[{number}]",
                f"No answer gives points to '{outcome.key}', so nobody gets it."
                " Give it points or remove it.",
            )


def _choices(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    for number, question in enumerate(quiz.questions):
        later = {each.key for each in quiz.questions[number + 1 :]}
        for place, choice in enumerate(question.choices):
            here = f"{path}.questions[{number}].choices[{place}]"
            yield from _points(here, choice, quiz)
            if choice.go_to not in {None, "end", *later}:
                yield Fault(
                    f"{here}.go_to",
                    f"'{choice.go_to}' is no later question of this quiz."
                    " Name a later one, or end.",
                )


def _points(here: str, choice: ChoiceDoc, quiz: QuizDoc) -> Iterator[Fault]:
    topics = {topic.key for topic in quiz.topics}
    for key in choice.points:
        if quiz.outcome(key) is None:
            yield Fault(f"{here}.points.{key}", f"There is no result '{key}' in this quiz.")
    for key in choice.topics:
        if key not in topics:
            yield Fault(f"{here}.topics.{key}", f"There is no topic '{key}' in this quiz.")
