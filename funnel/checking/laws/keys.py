"""Keys are what answers and links refer to: each stands once in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.checking.laws.reading import quiz_steps
from funnel.document import ChecklistStep, FunnelDocument
from quizzes.document import QuizDoc


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def key_faults(document: FunnelDocument) -> list[Fault]:
    found = [*_repeated("steps", document.steps), *_repeated("sequences", document.sequences)]
    found += _repeated("hook.by_source", document.hook.by_source)
    for index, step in enumerate(document.steps):
        if isinstance(step, ChecklistStep):
            found += _repeated(f"steps[{index}].magnet.items", step.magnet.items)
    for index, quiz_step in quiz_steps(document):
        found += _quiz_keys(f"steps[{index}].quiz", quiz_step.quiz)
    for index, sequence in enumerate(document.sequences):
        found += _repeated(f"sequences[{index}].messages", sequence.messages)
        for number, mail in enumerate(sequence.messages):
            found += _repeated(f"sequences[{index}].messages[{number}].choices", mail.choices)
    return [*found, *_of_two_quizzes(document)]


def _quiz_keys(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    yield from _repeated(f"{path}.topics", quiz.topics)
    yield from _repeated(f"{path}.figures", quiz.figures)
    yield from _repeated(f"{path}.outcomes", quiz.outcomes)
    yield from _repeated(f"{path}.questions", quiz.questions)
    for number, question in enumerate(quiz.questions):
        if question.key == "end":
            yield Fault(
                f"{path}.questions[{number}].key",
                _("The word 'end' means the end of the quiz in go_to. Use another key."),
            )
        yield from _repeated(f"{path}.questions[{number}].choices", question.options)


def _repeated(path: str, things: Iterable[_Keyed]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, thing in enumerate(things):
        if thing.key in first:
            yield Fault(
                f"{path}[{index}].key",
                _("The key '%(key)s' is taken by %(place)s. Use another.")
                % {"key": thing.key, "place": f"{path}[{first[thing.key]}]"},
            )
        first.setdefault(thing.key, index)


def _of_two_quizzes(document: FunnelDocument) -> Iterator[Fault]:
    # A visit keeps one number per key of a topic or figure, whichever quiz it came from.
    topics, figures = dict[str, int](), dict[str, int]()
    for index, step in quiz_steps(document):
        for number, topic in enumerate(step.quiz.topics):
            if topics.setdefault(topic.key, index) != index:
                yield Fault(
                    f"steps[{index}].quiz.topics[{number}].key",
                    _("The topic '%(key)s' belongs to %(place)s. Use another key.")
                    % {"key": topic.key, "place": f"steps[{topics[topic.key]}]"},
                )
        for number, figure in enumerate(step.quiz.figures):
            if figures.setdefault(figure.key, index) != index:
                yield Fault(
                    f"steps[{index}].quiz.figures[{number}].key",
                    _("The figure '%(key)s' belongs to %(place)s. Use another key.")
                    % {"key": figure.key, "place": f"steps[{figures[figure.key]}]"},
                )
