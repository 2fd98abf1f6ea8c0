"""The person behind an address, with test people kept apart from everybody else.

Every screen that takes an address or a phone calls it in place of leads.capture.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from funnel.journey.presses import RefusedError
from funnel.models import Visit
from funnel.trying.forgetting import forget_test_person
from funnel.trying.tokens import address_mark
from funnel.trying.walks import pass_of
from leads.addresses import normalise
from leads.capture import Captured, OtherKindError, capture_lead
from leads.models import Lead


def capture(
    visit: Visit,
    *,
    address: str,
    now: datetime,
    first_name: str = "",
    phone: str = "",
    company: str = "",
    visitor: Lead | None = None,
) -> Captured:
    """As capture_lead(); of a test visit a test person, of anybody else a real one.

    A test never touches a real person: raises RefusedError. Who was a test person and comes as
    a visitor begins anew as a real one; what was tried with that address is forgotten.
    """
    if address:
        _check_address(visit, address)
    try:
        return _captured(visit, address, first_name, phone, company, visitor, now)
    except OtherKindError as other:
        if visit.is_test:
            raise RefusedError({"email" if address else "phone": _belongs(address)}) from other
        forget_test_person(lead=other.lead)
    return _captured(visit, address, first_name, phone, company, visitor, now)


def _captured(
    visit: Visit,
    address: str,
    first_name: str,
    phone: str,
    company: str,
    visitor: Lead | None,
    now: datetime,
) -> Captured:
    return capture_lead(
        address=address,
        first_name=first_name,
        phone=phone,
        company=company,
        visitor=visitor,
        now=now,
        is_test=visit.is_test,
    )


def _check_address(visit: Visit, address: str) -> None:
    """By a try link, mail goes to nobody but who was named on the page it was made on."""
    allowed = pass_of(visit)
    if allowed is not None and address_mark(normalise(address)) != allowed.address_mark:
        words = _("In this trial, mail goes only to the address you wrote on the Try page.")
        raise RefusedError({"email": words})


def _belongs(address: str) -> str:
    if not address:
        return _("This number belongs to a lead. Use another one for trying out.")
    return belongs_to_a_lead()


def belongs_to_a_lead() -> str:
    return _("This address belongs to a lead. Use another, or one with +try before the @.")
