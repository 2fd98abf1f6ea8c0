"""What a link in a mail means for the visit it was written for."""

from __future__ import annotations

from funnel.document import PollStep, QuizStep, ResultStep
from funnel.journey.record import Record
from funnel.journey.trail import Screen, offer_on, result_on
from nurture.models import MailLink
from nurture.writing.links import find


def link_for(record: Record, screen: Screen, mail_token: str) -> MailLink | None:
    """The mail's link behind this request, if it was sent for this visit and this screen.

    A visit that has another address by now is not the mail's reader's any more.
    """
    link = find(mail_token) if mail_token else None
    visit = record.visit
    if link is None or link.delivery.visit_id != visit.pk:
        return None
    if link.delivery.address_id != visit.address_id:
        return None
    return link if target_screen(record, link.target) == screen else None


def target_screen(record: Record, target: str) -> Screen | None:
    """What a mail's target means for this visit; None for one its publication does not have."""
    if target.startswith("step:"):
        step = record.document.step(target.removeprefix("step:"))
        if isinstance(step, QuizStep | PollStep):
            return Screen(step.key, step.quiz.questions[0].key)
        return Screen(step.key) if step else None
    return _named(record, target) or Screen(record.visit.at_step, record.visit.at_question)


def _named(record: Record, target: str) -> Screen | None:
    """The result as far as it is open, its first words where it is not; or the visit's offer."""
    document, trail = record.document, record.trail()
    if target == "result":
        first = next((step for step in document.steps if isinstance(step, ResultStep)), None)
        return result_on(document, trail) or (Screen(first.key) if first else None)
    offer = offer_on(document, trail) if target == "offer" else None
    return Screen(offer.key) if offer else None
