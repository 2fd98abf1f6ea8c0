"""The opt-in's press: a person, their consent, the mail they asked for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from funnel.document import FunnelDocument, OptInStep
from funnel.journey.done import Done
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import DONE, Record
from funnel.journey.speaking import landing_address
from funnel.journey.told import make_act, offer_act, video_act, words
from funnel.journey.trail import EFFORT, Screen, Trail, offer_step
from funnel.models import Conversion, Download, Visit
from leads.activity import Act
from leads.addresses import AddressError, normalise
from leads.capture import Captured, capture_lead
from leads.consents import Terms, give_consents
from leads.models import Activity, Consent
from leads.names import NameRefusedError, clean_name
from nurture.requested import RequestedMail, RequestedWords, queue_requested
from nurture.versions import ThemeColours
from quizzes.recall import render_gently

# A call is only ever asked for by a known person.
TOLD_LATER = (Conversion.Kind.PRESSED, Conversion.Kind.NOT_NOW)


_LONGEST_TEXT = 2_000


def press_opt_in(
    record: Record, trail: Trail, step: OptInStep, press: Press, now: datetime
) -> Done:
    """Skips, or captures the person, keeps consent, queues the mail; all in the caller's write."""
    screen = Screen(step.key)
    if press.act == "skip" and step.is_skippable:
        record.mark(screen, DONE, is_yes=False, now=now)
        return Done()
    _check(press, step)
    captured = capture_lead(
        address=press.email,
        first_name=press.first_name if step.field("first_name") else "",
        now=now,
    )
    attach(record.visit, captured)
    _keep_consents(record, trail, step, press, captured, now)
    record.mark(screen, DONE, is_yes=True, now=now)
    queue_requested(
        lead=captured.lead,
        address=captured.address,
        funnel_id=record.visit.funnel_id,
        visit_id=record.visit.pk,
        content=_mail(record, trail, step),
        dedupe_key=f"gift:{record.visit.pk}:{step.key}:{captured.address.pk}:{_times(captured)}",
        now=now,
    )
    return Done(acts=(address_act(record, screen, now), *earlier_acts(record)), is_opt_in=True)


def attach(visit: Visit, captured: Captured) -> None:
    """From here on the visit belongs to this person."""
    visit.lead, visit.address = captured.lead, captured.address


def address_act(record: Record, screen: Screen, now: datetime) -> Act:
    return make_act(
        record,
        screen,
        Activity.Kind.ADDRESS,
        "Left an address",
        now,
        points_key="address_given",
        effort=EFFORT["opt_in"],
    )


def earlier_acts(record: Record) -> list[Act]:
    """Videos watched, and what was said to an offer met early, before the person was known."""
    told = []
    for download in Download.objects.filter(visit=record.visit):
        step = record.document.step(download.step_key)
        if step is not None and step.kind == "video":
            told.append(video_act(record, step, download, download.opened_at))
    offer = offer_step(record.document)
    if offer is not None and Screen(offer.key) in record.stored:
        words_said = Conversion.objects.filter(
            visit=record.visit, step_key=offer.key, kind__in=TOLD_LATER
        )
        told += [offer_act(record, offer, each.kind, each.occurred_at) for each in words_said]
    return [act for act in told if act]


def theme_colours(document: FunnelDocument) -> ThemeColours:
    theme = document.theme
    return ThemeColours(accent=theme.accent, accent_dark=theme.accent_dark, corner=theme.corner)


def _check(press: Press, step: OptInStep) -> None:
    """Both fields at once, so that nobody mends one only to hear of the other."""
    errors = {}
    try:
        normalise(press.email)
    except AddressError as error:
        errors["email"] = str(error)
    try:
        clean_name(press.first_name if step.field("first_name") else "")
    except NameRefusedError as error:
        errors["first_name"] = str(error)
    if errors:
        raise RefusedError(errors)


def _times(captured: Captured) -> int:
    """How often this person has stopped our mails: who comes back is sent a new one."""
    if captured.is_new:
        return 0
    return captured.address.consents.filter(moment=Consent.Moment.WITHDRAWN).count()


def _keep_consents(
    record: Record,
    trail: Trail,
    step: OptInStep,
    press: Press,
    captured: Captured,
    now: datetime,
) -> None:
    """The ticked box, word for word; and where this ask offers a series, the ask itself."""
    document = record.document
    terms = []
    if any(sequence.purpose == "series" for sequence in document.sequences):
        told = render_gently(step.body, words(record, trail), is_markdown=False)
        asked = f"{step.title} {told} [{step.button}]"[:_LONGEST_TEXT]
        terms.append(Terms(Consent.Purpose.SERIES, asked, needs_confirmation=True))
    if step.marketing and press.has_marketing:
        terms.append(Terms(Consent.Purpose.MARKETING, step.marketing, document.double_opt_in))
    give_consents(
        address=captured.address,
        terms=terms,
        language=document.language,
        url=settings.SITE_URL + landing_address(document),
        channel="page",
        now=now,
    )


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
