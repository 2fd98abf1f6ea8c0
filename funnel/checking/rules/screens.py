"""The way through a funnel as a row of screens, with what each asks and gives. easy.py asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from funnel.document import FunnelDocument, OptInStep, PollStep, QuizStep, SeriesStep, StepDoc
from funnel.journey.ahead import extra_screens
from funnel.journey.trail import EFFORT
from funnel.worth import Sum, Worth, running, worth_of
from quizzes.answers import effort
from quizzes.branching import longest
from quizzes.conditions import Facts
from quizzes.document import QuestionDoc

# What leaves somebody with more than they came with: something to read, keep or compare.
GIVING = frozenset({"result", "poll", "checklist", "guide", "video", "series", "link"})
# What the hand does. Four ways to tap one of a few are one kind of task.
_TASKS = {
    **dict.fromkeys(("single", "yes_no", "picture"), "tap"),
    **dict.fromkeys(("short_text", "long_text"), "write"),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One screen that asks something of everybody. `effort` as worth.py counts it."""

    path: str
    effort: int


def task_of(question: QuestionDoc) -> str:
    return _TASKS.get(question.kind, question.kind)


def everybody(document: FunnelDocument) -> Iterator[tuple[str, StepDoc]]:
    """The steps without a condition, each with its path."""
    for index, step in enumerate(document.steps):
        if step.show_if is None:
            yield f"steps[{index}]", step


def asks(document: FunnelDocument) -> list[Ask]:
    """Without offers, which end a ladder, and without what only some people meet."""
    found: list[Ask] = []
    for path, step in everybody(document):
        if isinstance(step, QuizStep | PollStep):
            found += [
                Ask(f"{path}.quiz.questions[{number}]", effort(question, ("said",)))
                for number, question in enumerate(step.quiz.questions)
                if question.show_if is None
            ]
        elif step.kind != "offer" and EFFORT[step.kind]:
            found.append(Ask(path, EFFORT[step.kind]))
    return found


def screens_before_value(document: FunnelDocument) -> tuple[int, str]:
    """Screens at most before the first that gives something, and that step's path; if none does,
    all of them and ''."""
    count = 0
    for index, step in enumerate(document.steps):
        if step.kind in GIVING and step.kind != "poll" and step.show_if is None:
            return count, f"steps[{index}]"
        count += _length(step)
        if isinstance(step, PollStep) and step.show_if is None:
            return count - extra_screens(step), f"steps[{index}]"
    return count, ""


def debts(document: FunnelDocument) -> list[tuple[str, Sum]]:
    """Asked and given by the end of each step, of what nobody can pass by.

    Offers stay out: not now is an answer there. So do gates and questions with a skip.
    """
    steps = [(path, step) for path, step in everybody(document) if step.kind != "offer"]
    sums = running(_worth(step) for _path, step in steps)
    return [(path, total) for (path, _step), total in zip(steps, sums, strict=True)]


def _worth(step: StepDoc) -> Worth:
    if isinstance(step, QuizStep | PollStep):
        must = [each for each in step.quiz.questions if not each.is_optional and not each.show_if]
        return worth_of(step.kind, questions=[effort(each, ("said",)) for each in must])
    worth = worth_of(step.kind, part=getattr(step, "part", "whole"))
    is_skippable = isinstance(step, SeriesStep) or (
        isinstance(step, OptInStep) and step.is_skippable
    )
    return Worth(0, 0, 0) if is_skippable else worth


def _length(step: StepDoc) -> int:
    if not isinstance(step, QuizStep | PollStep):
        return 1
    return longest(step.quiz, step.key, Facts(), lambda _leaf: True) + extra_screens(step)
