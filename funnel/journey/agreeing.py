"""What was agreed on at the gate, word for word as it stood on the screen. opting_in keeps it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from funnel.document import FunnelDocument, OptInStep
from funnel.journey.gate_fields import hint_of, label_of
from funnel.journey.presses import Press
from funnel.journey.record import Record
from funnel.journey.speaking import landing_address
from funnel.journey.told import words
from funnel.journey.trail import Trail
from leads.consents import Terms, give_consents
from leads.models import Consent, EmailAddress
from quizzes.recall import Words, render_gently


def keep_consents(
    record: Record,
    trail: Trail,
    step: OptInStep,
    press: Press,
    address: EmailAddress,
    now: datetime,
    *,
    is_mailed: bool,
) -> None:
    """What they asked for; where that offers a series, the series; and the ticked box."""
    document = record.document
    asked, version = shown_text(step, words(record, trail)), version_of(record)
    terms = [Terms(Consent.Purpose.REQUESTED, asked, needs_confirmation=False, version=version)]
    if leads_to_series(document):
        terms.append(Terms(Consent.Purpose.SERIES, asked, needs_confirmation=True, version=version))
    if step.marketing and press.has_marketing:
        box = step.marketing
        terms.append(Terms(Consent.Purpose.MARKETING, box, document.double_opt_in, version=version))
    keep_words(address, terms, document, now, is_mailed=is_mailed)


def keep_words(
    address: EmailAddress,
    terms: list[Terms],
    document: FunnelDocument,
    now: datetime,
    *,
    is_mailed: bool,
) -> None:
    """What was said yes to on a page of this funnel; `is_mailed` as give_consents() takes it."""
    give_consents(
        address=address,
        terms=terms,
        language=document.language,
        url=settings.SITE_URL + landing_address(document),
        channel="page",
        now=now,
        is_mailed=is_mailed,
    )


def shown_text(step: OptInStep, recalled: Words) -> str:
    """The screen as one text: headline, what was told, the fields with their hints, the button."""
    title = render_gently(step.title, recalled, is_markdown=False)
    told = render_gently(step.body, recalled, is_markdown=False)
    fields = " · ".join(_field_words(step, index) for index in range(len(step.fields)))
    return "\n".join((title, told, fields, f"[{step.button}]"))


def version_of(record: Record) -> str:
    """The live version that showed it: slug and number."""
    return f"{record.document.slug} {record.visit.publication.number}"


def leads_to_series(document: FunnelDocument) -> bool:
    """Whether leaving an address here starts a series that was asked for with it: one that
    follows a result. A series with a step of its own is asked for there."""
    ruled = {rule.sequence for rule in document.series_rules}
    return any(each.purpose == "series" and each.key in ruled for each in document.sequences)


def _field_words(step: OptInStep, index: int) -> str:
    field = step.fields[index]
    hint = hint_of(step, field)
    return f"{label_of(field)} ({hint})" if hint else label_of(field)
