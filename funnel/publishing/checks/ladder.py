"""The order of the steps: an easy beginning, a result that has a quiz, an end for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep, ResultStep
from funnel.publishing.checks.reading import scored_steps
from funnel.publishing.faults import Fault


def ladder_faults(document: FunnelDocument) -> list[Fault]:
    return [*_beginning(document), *_results(document), *_ending(document)]


def _beginning(document: FunnelDocument) -> Iterator[Fault]:
    first = document.steps[0]
    if not isinstance(first, QuizStep | PollStep):
        yield Fault(
            "steps[0].kind",
            "The first step is a quiz or a poll: its first question stands on the landing page.",
        )
    elif first.quiz.questions[0].show_if is not None:
        yield Fault(
            "steps[0].quiz.questions[0].show_if",
            "Everybody sees the first question. Take the condition off.",
        )
    if first.show_if is not None:
        yield Fault("steps[0].show_if", "Everybody sees the first step. Take the condition off.")


def _results(document: FunnelDocument) -> Iterator[Fault]:
    places = [index for index, each in enumerate(document.steps) if isinstance(each, ResultStep)]
    for index in places[1:]:
        yield Fault(
            f"steps[{index}].kind", f"steps[{places[0]}] shows the result. Remove this one."
        )
    scored = scored_steps(document)
    for index in places[:1]:
        earlier = [(place, step) for place, step in scored if place < index]
        if not earlier:
            yield Fault(
                f"steps[{index}].kind", "A result needs a quiz with results before it. Add one."
            )
        for place, step in earlier:
            if step.show_if is not None:
                yield Fault(
                    f"steps[{place}].show_if",
                    f"The result in steps[{index}] needs this quiz. Take the condition off.",
                )


def _ending(document: FunnelDocument) -> Iterator[Fault]:
    index, last = len(document.steps) - 1, document.steps[-1]
    if not isinstance(last, ResultStep | OfferStep):
        yield Fault(
            f"steps[{index}].kind", "The last step is a result or an offer. Add one at the end."
        )
    if last.show_if is not None:
        yield Fault(
            f"steps[{index}].show_if",
            "Everybody reaches the last step. Take the condition off, or add a step for the rest.",
        )
