"""The opt-in's press: a person, their consent, the mail they asked for."""

from __future__ import annotations

from datetime import datetime

from funnel.document import FunnelDocument, OfferStep, OptInStep
from funnel.journey.agreeing import keep_consents
from funnel.journey.done import Done
from funnel.journey.gate_fields import Given, label_of, read_given
from funnel.journey.outside import FROM_OUTSIDE, outside_act
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import DONE, Record
from funnel.journey.taken import taken_acts
from funnel.journey.told import make_act, offer_act, words
from funnel.journey.trail import EFFORT, Screen, Trail
from funnel.models import Conversion, Download, Visit
from funnel.trying.people import capture
from funnel.trying.walks import is_trial
from leads.activity import Act
from leads.capture import Captured, keep_time_zone
from leads.details import Detail, keep_details
from leads.models import Activity, Consent, EmailAddress
from nurture.models import Delivery
from nurture.planning.versions import ThemeColours
from nurture.writing.requested import RequestedMail, RequestedWords, is_on_its_way, queue_requested

HELD_BACK = "Mail not sent, too many were asked for from one connection"
# A call is only ever asked for by a known person.
TOLD_LATER = (Conversion.Kind.PRESSED, Conversion.Kind.NOT_NOW, *FROM_OUTSIDE)


def press_opt_in(
    record: Record, trail: Trail, step: OptInStep, press: Press, now: datetime
) -> Done:
    """Skips, or captures the person, keeps consent, queues the mail; all in the caller's write."""
    screen = Screen(step.key)
    if press.act == "skip" and step.is_skippable:
        record.mark(screen, DONE, is_yes=False, now=now)
        return Done()
    given, errors = read_given(press, step)
    if errors:
        raise RefusedError(errors)
    visit = record.visit
    was_known = visit.lead is not None
    held: list[Act] | None = []
    captured = capture(
        visit,
        address=given.address,
        phone=given.phone,
        first_name=given.first_name,
        company=given.company,
        visitor=visit.lead,
        now=now,
    )
    attach(visit, captured)
    keep_details(lead=captured.lead, details=_details(record, step, given), now=now)
    if captured.address is not None:
        held = _ask(record, trail, step, press, captured, captured.address, now)
    record.mark(screen, DONE, is_yes=True, now=now)
    is_phone = captured.address is None
    act = address_act(record, screen, now, is_phone=is_phone)
    return Done(
        acts=(act, *(held or ()), *earlier_acts(record)),
        is_opt_in=True,
        is_told=held is not None or was_known,
    )


def attach(visit: Visit, captured: Captured) -> None:
    """From here on the visit belongs to this person; an address left before stays with it."""
    visit.lead = captured.lead
    keep_time_zone(lead=captured.lead, zone=visit.time_zone)
    if captured.address is not None:
        visit.address = captured.address


def address_act(record: Record, screen: Screen, now: datetime, *, is_phone: bool = False) -> Act:
    return make_act(
        record,
        screen,
        Activity.Kind.ADDRESS,
        "Left a phone number" if is_phone else "Left an address",
        now,
        points_key="address_given",
        effort=EFFORT["opt_in"],
    )


def earlier_acts(record: Record) -> list[Act]:
    """Gifts taken, videos watched, and what was said to an offer met early, before the person was
    known."""
    told: list[Act] = []
    for download in Download.objects.filter(visit=record.visit):
        told += taken_acts(record, record.document.step(download.step_key), download)
    offers = [step for step in record.document.steps if isinstance(step, OfferStep)]
    met = {offer.key: offer for offer in offers if Screen(offer.key) in record.stored}
    if met:
        words_said = Conversion.objects.filter(
            visit=record.visit, step_key__in=met, kind__in=TOLD_LATER
        )
        told += [
            outside_act(each, record.document.slug)
            if each.kind in FROM_OUTSIDE
            else offer_act(record, met[each.step_key], each.kind, each.occurred_at)
            for each in words_said
        ]
    return told


def theme_colours(document: FunnelDocument) -> ThemeColours:
    theme = document.theme
    return ThemeColours(accent=theme.accent, accent_dark=theme.accent_dark, corner=theme.corner)


def _details(record: Record, step: OptInStep, given: Given) -> list[Detail]:
    """The marketer's own fields under the words that stood beside them."""
    return [
        Detail(
            f"{record.document.slug}/{step.key}/{field.key}",
            label_of(field),
            given.details.get(field.key, ""),
        )
        for field in step.fields
        if field.kind == "text" and field.key
    ]


def _ask(
    record: Record,
    trail: Trail,
    step: OptInStep,
    press: Press,
    captured: Captured,
    address: EmailAddress,
    now: datetime,
) -> list[Act] | None:
    """Queues the mail and keeps the words it rests on; the visitor sees the same page either way.

    A line for the desk where the network asked too often; None where this address was asked for
    too often: then the presses of visitors nobody knew must not fill the story of its person.
    """
    times = 0 if captured.is_new else _times(address)
    delivery = queue_requested(
        lead=captured.lead,
        address=address,
        funnel_id=record.visit.funnel_id,
        visit_id=record.visit.pk,
        content=_mail(record, trail, step),
        dedupe_key=f"gift:{record.visit.pk}:{step.key}:{address.pk}:{times}",
        network=press.network,
        now=now,
        is_trial=is_trial(record.visit),
    )
    is_mailed = is_on_its_way(delivery, now=now)
    keep_consents(record, trail, step, press, address, now, is_mailed=is_mailed)
    return held_back(record, Screen(step.key), delivery, now)


def held_back(
    record: Record, screen: Screen, delivery: Delivery | None, now: datetime
) -> list[Act] | None:
    """What the story says of a mail that was asked for: nothing of one on its way, a line of one
    that the network's cap held back, and None where the address itself had been asked for too
    often."""
    if delivery is None:
        return None
    if delivery.state != Delivery.State.SKIPPED:
        return []
    return [make_act(record, screen, Activity.Kind.MAIL, HELD_BACK, now, suffix="held")]


def _times(address: EmailAddress) -> int:
    """How often this person has stopped our mails: who comes back is sent a new one."""
    return address.consents.filter(moment=Consent.Moment.WITHDRAWN).count()


def _mail(record: Record, trail: Trail, step: OptInStep) -> RequestedMail:
    recalled = words(record, trail)
    return RequestedMail(
        mail=step.mail,
        theme=theme_colours(record.document),
        language=record.document.language,
        words=RequestedWords(
            result=recalled.result,
            answers={key: dict(said) for key, said in recalled.answers.items()},
            topics=dict(recalled.topics),
            source=recalled.source,
        ),
        has_confirm=True,
    )
