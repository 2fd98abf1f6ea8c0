"""How much is left of a ladder from one step on, while answers, result and depth may still change.

Pure; trail.py asks for each screen, so that progress never promises less than may come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep, StepDoc
from quizzes.branching import longest
from quizzes.conditions import (
    AnswerIs,
    AnswerNumberIs,
    Facts,
    IsAnswered,
    Leaf,
    NumberIs,
    OutcomeIs,
    verdict,
)


def extra_screens(step: QuizStep | PollStep) -> int:
    """A poll has a screen of its own after the tap: how everybody else answered."""
    return 1 if isinstance(step, PollStep) else 0


def _unsettled(document: FunnelDocument, index: int) -> Callable[[Leaf], bool]:
    """Which facts can still change once the way has come to this step."""
    open_steps = {step.key for step in document.steps[index:]}
    has_score_ahead = any(_is_scored(step) for step in document.steps[index:])

    def is_unsettled(leaf: Leaf) -> bool:
        match leaf:
            case AnswerIs() | AnswerNumberIs() | IsAnswered():
                return leaf.step in open_steps
            case OutcomeIs():
                return has_score_ahead
            case NumberIs():
                return leaf.fact == "depth" or has_score_ahead
        return False

    return is_unsettled


def passed_over(document: FunnelDocument, index: int, facts: Facts) -> frozenset[str]:
    """The offers behind this one up to the next step of another kind that may be shown.

    What this offer itself changes (its yes counts for depth) decides nothing here: else an
    offer that was the end would stop being it once it is taken.
    """
    passed, is_unsettled = set(), _unsettled(document, index)
    for step in document.steps[index + 1 :]:
        if isinstance(step, OfferStep):
            passed.add(step.key)
        elif verdict(step.show_if, facts, is_unsettled) is not False:
            break
    return frozenset(passed)


def _is_scored(step: StepDoc) -> bool:
    return isinstance(step, QuizStep) and step.quiz.scoring != "none"


def screens_ahead(document: FunnelDocument, index: int, facts: Facts) -> int:
    """Screens at most still to come after this step; one that may be hidden counts.

    While the only result is not known, the longest of its ways counts: nobody goes two of them.
    """
    is_unsettled = _unsettled(document, index)
    scored = [place for place, step in enumerate(document.steps) if _is_scored(step)]
    quiz = document.steps[scored[0]] if len(scored) == 1 and scored[0] >= index else None
    if not isinstance(quiz, QuizStep):
        return _longest_way(document, index, facts, is_unsettled)

    def is_open(leaf: Leaf) -> bool:
        return not isinstance(leaf, OutcomeIs) and is_unsettled(leaf)

    outcomes = ("", *(outcome.key for outcome in quiz.quiz.outcomes))
    return max(
        _longest_way(document, index, replace(facts, outcome=outcome), is_open)
        for outcome in outcomes
    )


def _longest_way(
    document: FunnelDocument, index: int, facts: Facts, is_unsettled: Callable[[Leaf], bool]
) -> int:
    """Two ways are followed at once: `most` counts the longest, `after_offer` the longest whose
    last screen is an offer (None: there is none), for an offer right behind that is no screen.
    """
    is_offer = isinstance(document.steps[index], OfferStep)
    most: int | None = None if is_offer else 0
    after_offer: int | None = 0 if is_offer else None
    for step in document.steps[index + 1 :]:
        shown = verdict(step.show_if, facts, is_unsettled)
        if shown is False:
            continue
        if isinstance(step, OfferStep):
            after_offer = _longer(after_offer, None if most is None else most + 1)
            most = None if shown else most
            continue
        count = 1
        if isinstance(step, QuizStep | PollStep):
            count = longest(step.quiz, step.key, facts, is_unsettled) + extra_screens(step)
        before = _longer(most, after_offer)
        most = None if before is None else before + count
        after_offer = None if shown else after_offer
    return _longer(most, after_offer) or 0


def _longer(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)
