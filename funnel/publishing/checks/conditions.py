"""Conditions name only what exists and was asked before the place where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from funnel.document import FunnelDocument, PollStep, QuizStep
from funnel.publishing.checks.reading import outcome_keys
from funnel.publishing.faults import Fault
from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
)
from quizzes.document import QuestionDoc


@dataclass
class _Known:
    """What has been asked so far. `choices`: (step, question) to the keys of its choices."""

    choices: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)

    def add_question(self, step: str, question: QuestionDoc) -> None:
        self.choices[step, question.key] = {choice.key for choice in question.choices}

    def add_results(self, step: QuizStep | PollStep) -> None:
        self.outcomes |= {outcome.key for outcome in step.quiz.outcomes}
        self.topics |= {topic.key for topic in step.quiz.topics}


def condition_faults(document: FunnelDocument) -> list[Fault]:
    checker = _Checker(document)
    found: list[Fault] = []
    for index, step in enumerate(document.steps):
        found += checker.faults(f"steps[{index}].show_if", step.show_if)
        if isinstance(step, QuizStep | PollStep):
            found += checker.quiz(f"steps[{index}].quiz", step)
    for index, sequence in enumerate(document.sequences):
        for number, message in enumerate(sequence.messages):
            path = f"sequences[{index}].messages[{number}].show_if"
            found += checker.faults(path, message.show_if)
    return found


class _Checker:
    """Walks the funnel in its order, so that `known` holds what came before."""

    def __init__(self, document: FunnelDocument) -> None:
        self.document = document
        self.known = _Known()

    def quiz(self, path: str, step: QuizStep | PollStep) -> list[Fault]:
        found: list[Fault] = []
        for number, question in enumerate(step.quiz.questions):
            found += self.faults(f"{path}.questions[{number}].show_if", question.show_if)
            self.known.add_question(step.key, question)
        self.known.add_results(step)
        return found

    def faults(self, path: str, condition: Condition | None) -> Iterator[Fault]:
        match condition:
            case AllOf():
                for index, part in enumerate(condition.all):
                    yield from self.faults(f"{path}.all[{index}]", part)
            case AnyOf():
                for index, part in enumerate(condition.any):
                    yield from self.faults(f"{path}.any[{index}]", part)
            case NotOf():
                yield from self.faults(f"{path}.not", condition.none)
            case AnswerIs():
                yield from self._answer(path, condition)
            case OutcomeIs():
                yield from self._outcome(path, condition)
            case NumberIs():
                yield from self._number(path, condition)
            case SourceIs() | None:
                pass

    def _answer(self, path: str, leaf: AnswerIs) -> Iterator[Fault]:
        step = self.document.step(leaf.step)
        if not isinstance(step, QuizStep | PollStep):
            yield Fault(f"{path}.step", f"There is no quiz or poll '{leaf.step}' in this funnel.")
            return
        if step.quiz.question(leaf.question) is None:
            yield Fault(
                f"{path}.question", f"There is no question '{leaf.question}' in '{leaf.step}'."
            )
            return
        choices = self.known.choices.get((leaf.step, leaf.question))
        if choices is None:
            yield Fault(
                f"{path}.question",
                f"'{leaf.question}' is not asked before this place. Name an earlier question.",
            )
            return
        for index, key in enumerate(leaf.any_of):
            if key not in choices:
                yield Fault(
                    f"{path}.any_of[{index}]",
                    f"There is no choice '{key}' in the question '{leaf.question}'.",
                )

    def _outcome(self, path: str, leaf: OutcomeIs) -> Iterator[Fault]:
        for index, key in enumerate(leaf.any_of):
            if key not in outcome_keys(self.document):
                yield Fault(f"{path}.any_of[{index}]", f"There is no result '{key}'.")
            elif key not in self.known.outcomes:
                yield Fault(
                    f"{path}.any_of[{index}]",
                    "The result is not known before its quiz is over. Ask for it later.",
                )

    def _number(self, path: str, leaf: NumberIs) -> Iterator[Fault]:
        if leaf.fact == "depth" and leaf.of:
            yield Fault(f"{path}.of", "The depth is of the whole visit. Remove this.")
        if leaf.fact == "topic" and leaf.of not in self.known.topics:
            yield Fault(f"{path}.of", f"No topic '{leaf.of}' is known before this place.")
        if leaf.at_least is None and leaf.at_most is None:
            yield Fault(path, "Say at_least or at_most.")
        elif (
            leaf.at_least is not None and leaf.at_most is not None and leaf.at_least > leaf.at_most
        ):
            yield Fault(path, "at_least is above at_most, so this never holds.")
