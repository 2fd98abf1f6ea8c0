"""The order of the steps: an easy beginning, a result that has a quiz, an end for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.document import (
    FunnelDocument,
    OfferStep,
    PollStep,
    QuizStep,
    ResultStep,
    StatementStep,
)
from funnel.publishing.checks.reading import is_survey, scored_steps
from funnel.publishing.faults import Fault


def ladder_faults(document: FunnelDocument) -> list[Fault]:
    return [*_beginning(document), *_results(document), *_ending(document)]


def _beginning(document: FunnelDocument) -> Iterator[Fault]:
    first = document.steps[0]
    if not isinstance(first, QuizStep | PollStep):
        yield Fault(
            "steps[0].kind",
            _("The first step is a quiz or a poll: its first question stands on the landing page."),
        )
    elif first.quiz.questions[0].show_if is not None:
        yield Fault(
            "steps[0].quiz.questions[0].show_if",
            _("Everybody sees the first question. Take the condition off."),
        )
    if first.show_if is not None:
        yield Fault("steps[0].show_if", _("Everybody sees the first step. Take the condition off."))


def _results(document: FunnelDocument) -> Iterator[Fault]:
    places = [index for index, each in enumerate(document.steps) if isinstance(each, ResultStep)]
    for index in places[1:]:
        yield Fault(
            f"steps[{index}].kind",
            _("%(place)s shows the result. Remove this one.") % {"place": f"steps[{places[0]}]"},
        )
    for index in places[:1]:
        earlier = [(place, step) for place, step in scored_steps(document) if place < index]
        if not earlier:
            yield Fault(
                f"steps[{index}].kind", _("A result needs a quiz with results before it. Add one.")
            )
        for place, step in earlier:
            if step.show_if is not None:
                yield Fault(
                    f"steps[{place}].show_if",
                    _("The result in %(place)s needs this quiz. Take the condition off.")
                    % {"place": f"steps[{index}]"},
                )


def _ending(document: FunnelDocument) -> Iterator[Fault]:
    index, last = len(document.steps) - 1, document.steps[-1]
    if is_survey(document):
        if not isinstance(last, StatementStep | OfferStep):
            yield Fault(
                f"steps[{index}].kind",
                _(
                    "A survey ends with a statement that thanks and says what happens next,"
                    " or with an offer. Add one at the end."
                ),
            )
    elif not isinstance(last, ResultStep | OfferStep):
        yield Fault(
            f"steps[{index}].kind", _("The last step is a result or an offer. Add one at the end.")
        )
    if last.show_if is not None:
        yield Fault(
            f"steps[{index}].show_if",
            _(
                "Everybody reaches the last step. Take the condition off,"
                " or add a step for the rest."
            ),
        )
