"""A person's further addresses, written down by sales. Nothing is mailed to them before consent."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from leads.activity import Act, record_acts
from leads.addresses import address_hash, as_written, normalise
from leads.models import Activity, EmailAddress, Lead
from leads.throwaway import is_throwaway


class AddressTakenError(Exception):
    """The address is `lead`'s, another person's; str() is a sentence for the salesperson."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(_("This address belongs to somebody else here. Are they the same person?"))
        self.lead = lead


class AddressKeptError(Exception):
    """Somebody agreed to something with it; str() is a sentence for the salesperson."""


@transaction.atomic
def add_address(*, lead: Lead, address: str, by: User, now: datetime) -> EmailAddress:
    """One more address of this person (a root). Idempotent.

    Raises AddressError (see leads.addresses) and AddressTakenError.
    """
    normalised = normalise(address)
    known = EmailAddress.objects.select_related("lead").filter(normalised=normalised).first()
    if known is None:
        try:
            with transaction.atomic():
                row = _make(lead, as_written(address), normalised, now)
        except IntegrityError:
            known = EmailAddress.objects.select_related("lead").get(normalised=normalised)
        else:
            record_acts(lead=lead, acts=[_act("Address added", row, by, now)], now=now)
            return row
    owner = known.lead.merged_into or known.lead
    if owner.pk != lead.pk:
        raise AddressTakenError(owner)
    return known


@transaction.atomic
def remove_address(*, lead: Lead, address_id: int, by: User, now: datetime) -> None:
    """Takes back an address that was a slip. Nothing happens where it is gone already.

    Raises AddressKeptError where it is confirmed or somebody agreed to anything with it: that is
    proof, and proof stays.
    """
    row = EmailAddress.objects.select_for_update().filter(pk=address_id, lead=lead).first()
    if row is None:
        return
    if row.confirmed_at is not None or row.consents.exists():
        raise AddressKeptError(
            _("This address stays: they agreed to something with it. You can stop mails to it.")
        )
    record_acts(lead=lead, acts=[_act("Address removed", row, by, now)], now=now)
    row.delete()


def _make(lead: Lead, written: str, normalised: str, now: datetime) -> EmailAddress:
    return EmailAddress.objects.create(
        lead=lead,
        address=written,
        normalised=normalised,
        address_hash=address_hash(normalised),
        is_throwaway=is_throwaway(normalised),
        created_at=now,
        is_test=lead.is_test,
    )


def _act(head: str, row: EmailAddress, by: User, now: datetime) -> Act:
    return Act(
        kind=Activity.Kind.DESK,
        subject="desk/address",
        label=f"{head}: {by.get_short_name() or by.get_username()}",
        occurred_at=now,
        source_key=f"{head.lower().replace(' ', '-')}:{row.pk}",
    )
