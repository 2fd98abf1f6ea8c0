"""Asking for a call: a phone or an address, a good time; a lead at once.

The offer's press calls it. What was typed is checked whole before anything is stored.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from funnel.document import OfferStep
from funnel.journey.agreeing import version_of
from funnel.journey.opting_in import address_act, attach, earlier_acts
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import Record
from funnel.journey.speaking import landing_address
from funnel.journey.trail import Screen
from funnel.trying.people import capture
from leads.activity import Act
from leads.addresses import AddressError, normalise
from leads.business import business
from leads.consents import Terms, give_consents
from leads.models import Consent, EmailAddress, Lead
from leads.phones import PhoneError, read_phone


def reach(record: Record, step: OfferStep, press: Press, now: datetime) -> list[Act]:
    """The visit has a person afterwards; what this tells of them that was not known before.

    Raises RefusedError, then nothing is stored.
    """
    visit = record.visit
    phone = _checked(press, is_known=visit.lead is not None)
    if visit.lead is not None:
        _note_phone(visit.lead, phone)
        return []
    captured = capture(visit, address=press.email, phone=phone, now=now)
    attach(visit, captured)
    if captured.address is None:
        return earlier_acts(record)
    _keep_ask(record, captured.address, now)
    return [address_act(record, Screen(step.key), now), *earlier_acts(record)]


def _checked(press: Press, *, is_known: bool) -> str:
    """The number in E.164 or ''. Both fields at once, so that nobody mends one only to hear
    of the other."""
    errors: dict[str, str] = {}
    phone = ""
    if press.phone:
        try:
            phone = read_phone(press.phone, business().country)
        except PhoneError as error:
            errors["phone"] = str(error)
    if press.email and not is_known:
        try:
            normalise(press.email)
        except AddressError as error:
            errors["email"] = str(error)
    if not (is_known or press.phone or press.email):
        errors["phone"] = _("Please leave a phone number or an e-mail address: one is enough.")
    if errors:
        raise RefusedError(errors)
    return phone


def _keep_ask(record: Record, address: EmailAddress, now: datetime) -> None:
    """That they asked to be reached, with the words that stood above the fields."""
    asked = " ".join(
        [
            _("How do we reach you?"),
            _("One call, at a time that suits you. Nothing else happens with it."),
            "[" + _("Ask for the call") + "]",
        ]
    )
    give_consents(
        address=address,
        terms=[
            Terms(
                Consent.Purpose.REQUESTED,
                asked,
                needs_confirmation=False,
                version=version_of(record),
            )
        ],
        language=record.document.language,
        url=settings.SITE_URL + landing_address(record.document),
        channel="page",
        now=now,
        is_mailed=False,
    )


def _note_phone(lead: Lead, phone: str) -> None:
    if phone and lead.phone != phone:
        lead.phone = phone
        lead.save(update_fields=["phone"])
