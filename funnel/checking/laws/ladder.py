"""The order of the steps: an easy beginning, a result that has a quiz, an end for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, named
from funnel.checking.laws.reading import is_survey, scored_steps
from funnel.document import (
    FunnelDocument,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    ResultStep,
    StatementStep,
)
from quizzes.conditions import Facts, Leaf, OutcomeIs, verdict

# What can stand on the landing page; a gift or an offer there would have nobody to be kept for.
_OPENINGS = QuizStep | PollStep | StatementStep | OptInStep


def ladder_faults(document: FunnelDocument) -> list[Fault]:
    return [
        *_beginning(document),
        *_results(document),
        *named("unreachable-step", _offers(document)),
        *named("dead-end", _ending(document)),
    ]


def _beginning(document: FunnelDocument) -> Iterator[Fault]:
    first = document.steps[0]
    if not isinstance(first, _OPENINGS):
        yield Fault(
            "steps[0].kind",
            _(
                "The first step stands on the landing page: a quiz, a poll, one thought or the ask"
                " for an address. Put one of these before this one."
            ),
        )
    elif isinstance(first, QuizStep | PollStep) and first.quiz.questions[0].show_if is not None:
        yield Fault(
            "steps[0].quiz.questions[0].show_if",
            _("Everybody sees the first question. Take the condition off."),
        )
    if first.show_if is not None:
        yield Fault("steps[0].show_if", _("Everybody sees the first step. Take the condition off."))


def _results(document: FunnelDocument) -> Iterator[Fault]:
    found = [
        (index, each) for index, each in enumerate(document.steps) if isinstance(each, ResultStep)
    ]
    full = [(index, each) for index, each in found if each.part != "first"]
    first = [(index, each) for index, each in found if each.part == "first"]
    for index, _each in full[1:]:
        yield Fault(
            f"steps[{index}].kind",
            _("%(place)s shows the result. Remove this one.") % {"place": f"steps[{full[0][0]}]"},
        )
    for index, _each in first[1:]:
        yield Fault(
            f"steps[{index}].kind",
            _("%(place)s shows the first words of the result. Remove this one.")
            % {"place": f"steps[{first[0][0]}]"},
        )
    yield from _parts(first[:1], full[:1])
    yield from _result_needs_quiz(document, [index for index, _each in found])


def _parts(
    first: list[tuple[int, ResultStep]], full: list[tuple[int, ResultStep]]
) -> Iterator[Fault]:
    """The first words and the rest belong together, in this order and for the same people."""
    for index, begins in first:
        behind = [(place, each) for place, each in full if place > index]
        if not behind:
            yield Fault(
                f"steps[{index}].part",
                _("These are the first words of the result only. Add the rest of it behind them."),
            )
        for place, each in behind:
            if each.show_if not in (None, begins.show_if):
                yield Fault(
                    f"steps[{place}].show_if",
                    _(
                        "Who reads the first words of the result comes to the rest of it, too."
                        " Take the condition off, or give both the same."
                    ),
                )
    for index, each in full:
        if each.part == "rest" and not any(place < index for place, _begins in first):
            yield Fault(
                f"steps[{index}].part",
                _(
                    "This is the rest of the result, but nothing shows its first words before."
                    " Show all of it here, or add a step with the first words."
                ),
            )


def _result_needs_quiz(document: FunnelDocument, places: list[int]) -> Iterator[Fault]:
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


def _offers(document: FunnelDocument) -> Iterator[Fault]:
    """Of offers in a row each person meets the first that fits."""
    is_for_everybody = False
    for index, step in enumerate(document.steps):
        if not isinstance(step, OfferStep):
            is_for_everybody = False
            continue
        if is_for_everybody:
            yield Fault(
                f"steps[{index}].kind",
                _(
                    "Nobody sees this offer: the one before it is for everybody."
                    " Give that one a condition, or remove this one."
                ),
            )
        is_for_everybody = is_for_everybody or step.show_if is None


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
        missed = _without_offer(document)
        yield Fault(
            f"steps[{index}].show_if",
            _(
                "Whoever gets one of these results meets no offer: %(names)s."
                " Take the condition off, or add an offer for the rest."
            )
            % {"names": ", ".join(missed)}
            if missed
            else _(
                "Everybody reaches the last step. Take the condition off,"
                " or add a step for the rest."
            ),
        )


def _without_offer(document: FunnelDocument) -> list[str]:
    """Results, by name, none of whose people meet an offer; empty for a funnel without one."""
    offers = [step for step in document.steps if isinstance(step, OfferStep)]

    def is_unsettled(leaf: Leaf) -> bool:
        return not isinstance(leaf, OutcomeIs)

    return [
        outcome.name
        for _place, step in scored_steps(document)
        for outcome in step.quiz.outcomes
        if offers
        and all(
            verdict(each.show_if, Facts(outcome=outcome.key), is_unsettled) is False
            for each in offers
        )
    ]
