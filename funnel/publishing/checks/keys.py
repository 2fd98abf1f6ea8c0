"""Keys are what answers and links refer to: each stands once in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from funnel.document import ChecklistStep, FunnelDocument
from funnel.publishing.checks.reading import quiz_steps
from funnel.publishing.faults import Fault
from quizzes.document import QuizDoc


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def key_faults(document: FunnelDocument) -> list[Fault]:
    found = [*_repeated("steps", document.steps), *_repeated("sequences", document.sequences)]
    for index, step in enumerate(document.steps):
        if isinstance(step, ChecklistStep):
            found += _repeated(f"steps[{index}].magnet.items", step.magnet.items)
    for index, step in quiz_steps(document):
        found += _quiz_keys(f"steps[{index}].quiz", step.quiz)
    for index, sequence in enumerate(document.sequences):
        found += _repeated(f"sequences[{index}].messages", sequence.messages)
    return [*found, *_topics_of_two_quizzes(document)]


def _quiz_keys(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    yield from _repeated(f"{path}.topics", quiz.topics)
    yield from _repeated(f"{path}.outcomes", quiz.outcomes)
    yield from _repeated(f"{path}.questions", quiz.questions)
    for number, question in enumerate(quiz.questions):
        if question.key == "end":
            yield Fault(
                f"{path}.questions[{number}].key",
                "The word 'end' means the end of the quiz in go_to. Use another key.",
            )
        yield from _repeated(f"{path}.questions[{number}].choices", question.choices)


def _repeated(path: str, things: Iterable[_Keyed]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, thing in enumerate(things):
        if thing.key in first:
            yield Fault(
                f"{path}[{index}].key",
                f"The key '{thing.key}' is taken by {path}[{first[thing.key]}]. Use another.",
            )
        first.setdefault(thing.key, index)


def _topics_of_two_quizzes(document: FunnelDocument) -> Iterator[Fault]:
    # A visit keeps one number per topic key, whichever quiz it came from.
    owner: dict[str, int] = {}
    for index, step in quiz_steps(document):
        for number, topic in enumerate(step.quiz.topics):
            if owner.setdefault(topic.key, index) != index:
                yield Fault(
                    f"steps[{index}].quiz.topics[{number}].key",
                    f"The topic '{topic.key}' belongs to steps[{owner[topic.key]}]."
                    " Use another key.",
                )
