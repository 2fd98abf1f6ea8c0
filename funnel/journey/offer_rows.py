"""What the offer's screen reads of the rows: which of its faces to show, and what was done so far.

The reading of a screen calls it; the presses stand in `offering`.
"""

from __future__ import annotations

from datetime import datetime

from funnel.document import OfferStep, SeriesStep
from funnel.journey.record import GiftStep, Record, smaller_step
from funnel.journey.trail import Screen, Trail
from funnel.models import Conversion, Visit
from nurture.models import Enrollment

Smaller = GiftStep | SeriesStep
_FACES = {
    Conversion.Kind.NOT_NOW: "_later",
    Conversion.Kind.CALL: "_thanks",
    Conversion.Kind.BOOKED: "_thanks",
    Conversion.Kind.BOUGHT: "_thanks",
}


def offer_known(
    record: Record, trail: Trail, step: OfferStep, *, is_by_mail: bool, now: datetime
) -> dict[str, object]:
    visit = record.visit
    has_depth = is_by_mail and visit.lead is not None and visit.lead.depth >= step.offer.min_depth
    face = _face(step, last_word(record, trail, Screen(step.key)))
    is_later = face == "_later"
    return {
        "smaller": None if has_depth else smaller_step(record, trail, Screen(step.key)),
        "phase": face,
        "has_address": visit.lead_id is not None,
        "is_framed": bool(visit.embedded_on),
        "taken": _taken(record, trail) if step.offer.shows_done and not face else (),
        "later_gift": later_gift(record, trail, step) if is_later else None,
        "pause": _pause(visit, now, is_by_mail=is_by_mail) if is_later else "",
    }


def last_word(record: Record, trail: Trail, screen: Screen) -> str:
    """What the person said to the offer last; '' for one they have not met before, and for one
    they come back to with the smaller step taken that followed their "not now"."""
    if record.said_to_offer or screen not in record.stored:
        return record.said_to_offer
    said = Conversion.objects.filter(visit=record.visit, step_key=screen.step)
    last = said.order_by("-occurred_at", "-pk").only("kind", "occurred_at").first()
    if last is None:
        return ""
    if last.kind == Conversion.Kind.NOT_NOW and _has_taken_since(record, trail, last.occurred_at):
        return ""
    return last.kind


def _has_taken_since(record: Record, trail: Trail, moment: datetime) -> bool:
    """Whether a gift was opened from the offer after this moment, and taken."""
    taken = trail.proposed & record.state().yeses
    return any(record.answers[Screen(key)].answered_at > moment for key in taken)


def later_gift(record: Record, trail: Trail, step: OfferStep) -> Smaller | None:
    """The smaller step after "not now": the one the marketer chose, if it is open and was not
    taken, else the first open gift on the way that was not. Each is proposed once."""
    yeses = record.state().yeses
    open_steps = {screen.step for screen in (*trail.done, trail.here) if screen}
    untaken = [
        each
        for each in record.document.steps
        if isinstance(each, GiftStep | SeriesStep)
        and each.key in open_steps
        and each.key not in yeses | trail.proposed
    ]
    chosen = (each for each in untaken if each.key == step.offer.later_step)
    return next(chosen, untaken[0] if untaken else None)


def may_pause(visit: Visit, *, is_by_mail: bool) -> bool:
    """Only who reads the person's mail, or gave us an address nobody knew before this visit:
    anybody could type the address of another, and would learn here that it gets our mails."""
    address = visit.address
    if address is None:
        return False
    return is_by_mail or address.created_at >= visit.started_at


def _face(step: OfferStep, last: str) -> str:
    """The offer's four faces: the ask, how to reach you, what happens now, not now."""
    if last == Conversion.Kind.PRESSED:
        return "_contact" if step.offer.action == "call" else "_thanks"
    return next((face for kind, face in _FACES.items() if kind == last), "")


def _pause(visit: Visit, now: datetime, *, is_by_mail: bool) -> str:
    """'open' where a pause can be asked for, 'on' while one lasts, '' where no series runs."""
    if not may_pause(visit, is_by_mail=is_by_mail):
        return ""
    assert visit.address is not None
    if visit.address.paused_until is not None and visit.address.paused_until > now:
        return "on"
    active = Enrollment.objects.filter(address=visit.address, state=Enrollment.State.ACTIVE)
    return "open" if active.exists() else ""


def _taken(record: Record, trail: Trail) -> tuple[str, ...]:
    """The kinds of gift this visit said yes to, in the order of the way."""
    yeses = record.state().yeses
    steps = dict.fromkeys(screen.step for screen in trail.done if screen.step in yeses)
    found = (record.document.step(key) for key in steps)
    return tuple(step.kind for step in found if isinstance(step, GiftStep | SeriesStep))
