"""From an address to a person: the opt-in's first call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from leads.addresses import address_hash, as_written, normalise
from leads.models import EmailAddress, Lead
from leads.names import clean_name


@dataclass(frozen=True, slots=True)
class Captured:
    lead: Lead
    address: EmailAddress
    is_new: bool


@transaction.atomic
def capture_lead(*, address: str, first_name: str, now: datetime) -> Captured:
    """The person behind an address, made if unknown; of merged ones the one they were merged into.

    Idempotent and safe against two requests at once. A name given later replaces an earlier
    one, nothing never does. Raises AddressError and NameRefusedError.
    """
    normalised, name = normalise(address), clean_name(first_name)
    known = _known(normalised)
    is_new = known is None
    if known is None:
        known, is_new = _make(normalised, written=as_written(address), name=name, now=now)
    lead = _root(known.lead)
    if name and lead.name != name:
        lead.name = name
        lead.save(update_fields=["name"])
    return Captured(lead, known, is_new)


def _known(normalised: str) -> EmailAddress | None:
    return EmailAddress.objects.select_related("lead").filter(normalised=normalised).first()


def _make(normalised: str, *, written: str, name: str, now: datetime) -> tuple[EmailAddress, bool]:
    try:
        with transaction.atomic():
            lead = Lead.objects.create(
                name=name, created_at=now, last_act_at=now, stage_changed_at=now
            )
            address = EmailAddress.objects.create(
                lead=lead,
                address=written,
                normalised=normalised,
                address_hash=address_hash(normalised),
                created_at=now,
            )
    except IntegrityError:
        # Another request was quicker; the inner transaction took our half-made lead back.
        return EmailAddress.objects.select_related("lead").get(normalised=normalised), False
    return address, True


def _root(lead: Lead) -> Lead:
    while lead.merged_into is not None:
        lead = lead.merged_into
    return lead
