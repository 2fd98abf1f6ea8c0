"""The offer's press: yes, call me, or not now. Each lands once."""

from __future__ import annotations

from datetime import datetime

from funnel.document import OfferStep
from funnel.journey.done import Done
from funnel.journey.opting_in import address_act, attach, earlier_acts
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import DONE, Record, smaller_step
from funnel.journey.told import make_act, offer_act
from funnel.journey.trail import Screen, Trail
from funnel.models import Conversion, Visit
from leads.activity import Act
from leads.addresses import AddressError, normalise
from leads.capture import capture_lead
from leads.locking import lock_addresses
from leads.models import Activity, Lead

PRESSED, CALL, NOT_NOW = Conversion.Kind.PRESSED, Conversion.Kind.CALL, Conversion.Kind.NOT_NOW


def press_offer(record: Record, trail: Trail, step: OfferStep, press: Press, now: datetime) -> Done:
    """`press` says yes, `call` leaves a way to be called, `not_now` declines, `seen` only tells
    that it stood on the screen for a while, `next` goes on where the offer is not the end."""
    screen = Screen(step.key)
    smaller = smaller_step(record, trail)
    if smaller is not None and press.act == "next":
        return Done(next=Screen(smaller.key))
    record.mark(screen, DONE, is_yes=False, now=now)
    match press.act:
        case "press":
            return _say_yes(record, screen, step, now)
        case "call":
            return _ask_for_call(record, screen, press, now)
        case "not_now":
            return _decline(record, screen, step, now)
        case "seen":
            act = _act(record, screen, Activity.Kind.OFFER_SEEN, "Saw the offer", "offer_seen", now)
            return Done(next=screen, acts=(act,))
    return Done(next=screen if trail.is_finished else None)


def last_word(record: Record, screen: Screen) -> str:
    """What the person said to the offer last; '' for one they have not met before."""
    if record.said_to_offer or screen not in record.stored:
        return record.said_to_offer
    said = Conversion.objects.filter(visit=record.visit, step_key=screen.step)
    return said.order_by("-occurred_at", "-pk").values_list("kind", flat=True).first() or ""


def _say_yes(record: Record, screen: Screen, step: OfferStep, now: datetime) -> Done:
    _lock(record.visit)
    record.mark(screen, DONE, is_yes=True, now=now)
    _convert(record, screen, PRESSED, now)
    return Done(next=screen, acts=(offer_act(record, step, PRESSED, now),))


def _ask_for_call(record: Record, screen: Screen, press: Press, now: datetime) -> Done:
    acts: list[Act] = []
    visit = record.visit
    if visit.lead is None:
        try:
            normalise(press.email)
        except AddressError as error:
            raise RefusedError({"email": str(error)}) from error
        attach(visit, capture_lead(address=press.email, first_name="", now=now))
        acts += [address_act(record, screen, now), *earlier_acts(record)]
    assert visit.lead is not None
    _lock(visit)
    record.mark(screen, DONE, is_yes=True, now=now)
    _convert(record, screen, CALL, now)
    _note_phone(visit.lead, press.phone)
    label = f"Asked for a call: {press.good_time}" if press.good_time else "Asked for a call"
    acts.append(_act(record, screen, Activity.Kind.CALL, label, "call_asked", now))
    return Done(next=screen, acts=tuple(acts), is_opt_in=bool(len(acts) > 1))


def _lock(visit: Visit) -> None:
    """A goal of a mail series is about to be written: a mail on its way sees it or waits."""
    if visit.address_id is not None:
        lock_addresses([visit.address_id])


def _decline(record: Record, screen: Screen, step: OfferStep, now: datetime) -> Done:
    _convert(record, screen, NOT_NOW, now)
    return Done(next=screen, acts=(offer_act(record, step, NOT_NOW, now),))


def _note_phone(lead: Lead, phone: str) -> None:
    if phone and lead.phone != phone:
        lead.phone = phone
        lead.save(update_fields=["phone"])


def _convert(record: Record, screen: Screen, kind: Conversion.Kind, now: datetime) -> None:
    """Once per kind; saying it again moves its time, so the last word stands."""
    Conversion.objects.bulk_create(
        [Conversion(visit=record.visit, step_key=screen.step, kind=kind, occurred_at=now)],
        update_conflicts=True,
        unique_fields=["visit", "step_key", "kind", "external_key"],
        update_fields=["occurred_at"],
    )
    record.said_to_offer = kind


def _act(
    record: Record,
    screen: Screen,
    kind: Activity.Kind,
    label: str,
    points_key: str,
    now: datetime,
) -> Act:
    return make_act(record, screen, kind, label, now, points_key=points_key, suffix=points_key)
