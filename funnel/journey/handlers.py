"""What each kind of step does with a press: checks it, writes its own rows, says what it was.

Each handler raises RefusedError before it writes anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from funnel.document import (
    ChecklistStep,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    ResultStep,
    SeriesStep,
    VideoStep,
)
from funnel.journey.answers import PROMISES, keep, press_promise, press_question
from funnel.journey.asking_series import press_series
from funnel.journey.done import Done
from funnel.journey.gifts import press_gift
from funnel.journey.offering import press_offer
from funnel.journey.opting_in import press_opt_in
from funnel.journey.presses import Press
from funnel.journey.record import DONE, GiftStep, Record, smaller_step
from funnel.journey.trail import PROPOSED, Screen, Trail, offer_on


def handle(record: Record, trail: Trail, screen: Screen, press: Press, now: datetime) -> Done:
    """Writes what belongs to this step alone; the caller settles screens, visit and ledger."""
    step = record.document.step(screen.step)
    offer = step if isinstance(step, OfferStep) else offer_on(record.document, trail)
    if press.act == "offer" and offer is not None:
        if isinstance(step, ChecklistStep | VideoStep):
            press_gift(record, step, replace(press, act="save"), now)
        return _show_offer(record, offer, now)
    match step:
        case QuizStep() | PollStep() if screen.question:
            return press_question(record, step, screen, press, now)
        case ResultStep() if press.act in PROMISES and step.part != "first":
            return press_promise(record, trail, step, press, now)
        case SeriesStep():
            return press_series(record, trail, step, press, now)
        case OptInStep():
            return press_opt_in(record, trail, step, press, now)
        case OfferStep() if press.act == "next" and smaller_step(record, trail, screen):
            return _open_smaller(record, trail, screen, now)
        case OfferStep():
            return press_offer(record, trail, step, press, now)
        case _ if isinstance(step, GiftStep):
            return press_gift(record, step, press, now)
    record.mark(screen, DONE, is_yes=isinstance(step, PollStep), now=now)
    return Done()


def _show_offer(record: Record, offer: OfferStep, now: datetime) -> Done:
    """Who is ready now sees the offer now; what they ticked on the way is kept."""
    record.mark(Screen(offer.key), DONE, is_yes=False, now=now)
    return Done(next=Screen(offer.key))


def _open_smaller(record: Record, trail: Trail, screen: Screen, now: datetime) -> Done:
    """Opens the gift that stands in the offer's place; it is noted, so that it is asked once."""
    gift = smaller_step(record, trail, screen)
    assert gift is not None
    keep(record, Screen(gift.key), PROPOSED, now)
    return Done(next=Screen(gift.key))
