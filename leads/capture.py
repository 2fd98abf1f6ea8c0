"""From an address or a phone to a person: the first call of the gate and of the call form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from leads.addresses import address_hash, as_written, normalise
from leads.models import EmailAddress, Lead
from leads.names import clean_company, clean_name
from leads.phones import read_phone
from leads.throwaway import is_throwaway


@dataclass(frozen=True, slots=True)
class Captured:
    """`address` is None for somebody who left a phone alone."""

    lead: Lead
    address: EmailAddress | None
    is_new: bool


class OtherKindError(Exception):
    """A test person was asked for and `lead` is a real one, or the other way round."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(lead.pk)
        self.lead = lead


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person wrote about themselves, checked."""

    name: str
    phone: str
    company: str


@transaction.atomic
def capture_lead(
    *,
    address: str,
    first_name: str,
    now: datetime,
    phone: str = "",
    company: str = "",
    visitor: Lead | None = None,
    is_test: bool = False,
) -> Captured:
    """The person behind an address, or behind a phone where there is no address; made if
    unknown; of merged ones the one they were merged into.

    `phone` is E.164, from read_phone(). `visitor` is whom the visit belongs to already: who
    left a phone first and an address later stays one person. Idempotent and safe against two
    requests at once. What is given later replaces what was said earlier, nothing never does.
    Raises AddressError, NameRefusedError, PhoneError, and OtherKindError where the person is a
    test person but not `is_test` or the other way round, before anything is stored.
    """
    number = read_phone(phone, "") if phone else ""
    said = _Said(clean_name(first_name), number, clean_company(company))
    if number and not address:
        # Whoever is known already leaves one more way to be reached.
        lead, is_new = (_root(visitor), False) if visitor else _by_phone(said, now, is_test)
        _check_kind(lead, is_test)
        return Captured(_updated(lead, said), None, is_new)
    normalised = normalise(address)
    known = _known(normalised)
    is_new = known is None
    if known is None:
        theirs = _without_address(visitor)
        known, is_new = _make(normalised, as_written(address), said, theirs, now, is_test)
    _check_kind(known.lead, is_test)
    return Captured(_updated(_root(known.lead), said), known, is_new)


def keep_time_zone(*, lead: Lead, zone: str) -> None:
    """Their newest browser's zone, a known name; '' takes nothing back. Writes on a change only."""
    if zone and lead.time_zone != zone:
        lead.time_zone = zone
        lead.save(update_fields=["time_zone"])


def _known(normalised: str) -> EmailAddress | None:
    return EmailAddress.objects.select_related("lead").filter(normalised=normalised).first()


def _without_address(visitor: Lead | None) -> Lead | None:
    """The visit's person, if they are known by their phone alone so far."""
    if visitor is None or visitor.known_by_phone is None or visitor.addresses.exists():
        return None
    return visitor


def _check_kind(lead: Lead, is_test: bool) -> None:
    if lead.is_test != is_test:
        raise OtherKindError(lead)


def _make(
    normalised: str,
    written: str,
    said: _Said,
    visitor: Lead | None,
    now: datetime,
    is_test: bool,
) -> tuple[EmailAddress, bool]:
    try:
        with transaction.atomic():
            lead = visitor or _new_lead(said, now, is_test=is_test)
            address = EmailAddress.objects.create(
                lead=lead,
                address=written,
                normalised=normalised,
                address_hash=address_hash(normalised),
                is_throwaway=is_throwaway(normalised),
                created_at=now,
                is_test=is_test,
            )
    except IntegrityError:
        # Another request was quicker; the inner transaction took our half-made lead back.
        return EmailAddress.objects.select_related("lead").get(normalised=normalised), False
    return address, True


def _by_phone(said: _Said, now: datetime, is_test: bool) -> tuple[Lead, bool]:
    known = Lead.objects.filter(known_by_phone=said.phone).first()
    if known is not None:
        return _root(known), False
    try:
        with transaction.atomic():
            return _new_lead(said, now, known_by_phone=said.phone, is_test=is_test), True
    except IntegrityError:
        return _root(Lead.objects.get(known_by_phone=said.phone)), False


def _new_lead(
    said: _Said, now: datetime, known_by_phone: str | None = None, *, is_test: bool
) -> Lead:
    return Lead.objects.create(
        name=said.name,
        company=said.company,
        phone=said.phone,
        known_by_phone=known_by_phone,
        created_at=now,
        last_act_at=now,
        stage_changed_at=now,
        is_test=is_test,
    )


def _updated(lead: Lead, said: _Said) -> Lead:
    news = {"name": said.name, "phone": said.phone, "company": said.company}
    changed = [field for field, value in news.items() if value and getattr(lead, field) != value]
    for field in changed:
        setattr(lead, field, news[field])
    if changed:
        lead.save(update_fields=changed)
    return lead


def _root(lead: Lead) -> Lead:
    while lead.merged_into is not None:
        lead = lead.merged_into
    return lead
