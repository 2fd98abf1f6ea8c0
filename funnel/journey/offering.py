"""The offer's press: yes, call me, or not now and what may follow it. Each lands once."""

from __future__ import annotations

from datetime import datetime, timedelta

from funnel.document import OfferStep
from funnel.journey.answers import keep
from funnel.journey.done import Done
from funnel.journey.maillinks import link_for
from funnel.journey.offer_away import away_address, is_calendar
from funnel.journey.offer_call import reach
from funnel.journey.offer_rows import later_gift, may_pause
from funnel.journey.presses import Press
from funnel.journey.record import DONE, Record, last_proposed
from funnel.journey.told import make_act, offer_act, words
from funnel.journey.trail import PROPOSED, Screen, Trail
from funnel.models import Conversion, Visit
from leads.activity import Act
from leads.locking import lock_addresses
from leads.models import Activity
from quizzes.recall import render_gently

PRESSED, CALL, NOT_NOW = Conversion.Kind.PRESSED, Conversion.Kind.CALL, Conversion.Kind.NOT_NOW
PAUSE = timedelta(days=30)


def press_offer(record: Record, trail: Trail, step: OfferStep, press: Press, now: datetime) -> Done:
    """`press` says yes, `call` leaves a way to be called, `not_now` declines, `seen` only tells
    that it stood on the screen for a while, `next` goes on where the offer is not the end.

    After "not now" `smaller` goes to a smaller step and `pause` rests the person's mails.
    """
    screen = Screen(step.key)
    gift = _open_gift(record, trail, step, now) if press.act == "smaller" else None
    if gift is not None:
        return Done(next=gift)
    record.mark(screen, DONE, is_yes=False, now=now)
    match press.act:
        case "press":
            return _say_yes(record, trail, screen, step, now)
        case "call":
            return _ask_for_call(record, screen, step, press, now)
        case "not_now":
            return _decline(record, screen, step, now)
        case "pause":
            _pause(record, screen, press, now)
            return Done(next=screen)
        case "seen":
            act = _act(record, screen, Activity.Kind.OFFER_SEEN, "Saw the offer", "offer_seen", now)
            return Done(next=screen, acts=(act,))
    return Done(next=screen if trail.is_finished else None)


def _open_gift(record: Record, trail: Trail, step: OfferStep, now: datetime) -> Screen | None:
    """The smaller step. One they had come past leads back to the offer, so that is noted; one
    that is open now is the way itself. Pressed again, it is the same one."""
    gift = later_gift(record, trail, step)
    if gift is None:
        return last_proposed(record, trail)
    screen = Screen(gift.key)
    if screen != trail.here:
        keep(record, screen, PROPOSED, now)
    return screen


def _say_yes(record: Record, trail: Trail, screen: Screen, step: OfferStep, now: datetime) -> Done:
    _lock(record.visit)
    record.mark(screen, DONE, is_yes=True, now=now)
    _convert(record, screen, PRESSED, now)
    act = offer_act(record, step, PRESSED, now)
    return Done(next=screen, acts=(act,), away=_away(record, trail, step))


def _away(record: Record, trail: Trail, step: OfferStep) -> str:
    offer, name, email = step.offer, "", ""
    if is_calendar(offer):
        name, email = _given_here(record.visit)
    text = render_gently(offer.whatsapp_text, words(record, trail), is_markdown=False)
    key = record.visit.conversion_key
    return away_address(offer, key=key, chat_text=text, name=name, email=email)


def _given_here(visit: Visit) -> tuple[str, str]:
    """Name and address, if this very visit was told them: those of a person who was known
    before would be shown to whoever types their address."""
    if visit.lead is None or visit.address is None:
        return "", ""
    told = Activity.objects.filter(visit_id=visit.pk, points_key="address_given")
    if not told.exists():
        return "", ""
    is_new = visit.lead.created_at >= visit.started_at
    return (visit.lead.name if is_new else ""), visit.address.address


def _ask_for_call(
    record: Record, screen: Screen, step: OfferStep, press: Press, now: datetime
) -> Done:
    was_known = record.visit.lead is not None
    acts = reach(record, step, press, now)
    _lock(record.visit)
    record.mark(screen, DONE, is_yes=True, now=now)
    _convert(record, screen, CALL, now)
    label = f"Asked for a call: {press.good_time}" if press.good_time else "Asked for a call"
    acts.append(_act(record, screen, Activity.Kind.CALL, label, "call_asked", now))
    return Done(next=screen, acts=tuple(acts), is_opt_in=not was_known)


def _lock(visit: Visit) -> None:
    """A goal of a mail series is about to be written: a mail on its way sees it or waits."""
    if visit.address_id is not None:
        lock_addresses([visit.address_id])


def _decline(record: Record, screen: Screen, step: OfferStep, now: datetime) -> Done:
    _convert(record, screen, NOT_NOW, now)
    return Done(next=screen, acts=(offer_act(record, step, NOT_NOW, now),))


def _pause(record: Record, screen: Screen, press: Press, now: datetime) -> None:
    """No mail but what was asked for until then; pressing it again moves the day."""
    visit = record.visit
    is_by_mail = link_for(record, screen, press.mail_token) is not None
    if visit.address_id is None or not may_pause(visit, is_by_mail=is_by_mail):
        return
    (address,) = lock_addresses([visit.address_id])
    address.paused_until = now + PAUSE
    address.save(update_fields=["paused_until"])
    visit.address = address


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
