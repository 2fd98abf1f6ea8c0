"""Do not mail: entries by keyed hash that survive the erasure of the address.

Unsubscribing, bounces, complaints, erasure and staff call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from leads.activity import Act, record_acts
from leads.addresses import address_hash
from leads.locking import lock_addresses
from leads.models import EmailAddress, Suppression


@transaction.atomic
def suppress(*, address: EmailAddress, reason: str, now: datetime) -> Suppression:
    """One entry per address and reason; asked again it takes the newer time.

    The newer time matters: a consent given before it no longer lifts the entry.
    """
    reason = Suppression.Reason(reason)
    lock_addresses([address.pk])
    suppression, _ = Suppression.objects.update_or_create(
        address_hash=address.address_hash, reason=reason, defaults={"created_at": now}
    )
    if reason == Suppression.Reason.BOUNCED and address.bounced_at is None:
        EmailAddress.objects.filter(pk=address.pk, bounced_at=None).update(bounced_at=now)
        address.bounced_at = now
    return suppression


@dataclass(frozen=True, slots=True)
class Entry:
    """One reason for one address, `since` when."""

    reason: Suppression.Reason
    since: datetime


def entries_of(normalised: str) -> list[Entry]:
    """Why an address is not written to, known to us or not; the oldest first."""
    rows = Suppression.objects.filter(address_hash=address_hash(normalised)).order_by("created_at")
    return [Entry(Suppression.Reason(row.reason), row.created_at) for row in rows]


def counts() -> dict[Suppression.Reason, int]:
    """Entries by reason, every reason named."""
    found = dict(Suppression.objects.values_list("reason").annotate(number=Count("pk")))
    return {reason: found.get(reason, 0) for reason in Suppression.Reason}


@transaction.atomic
def suppress_hashes(*, hashes: Sequence[str], reason: str, now: datetime) -> list[EmailAddress]:
    """Writes down whom we may not know at all; what stands already keeps its time. Idempotent.

    Returns the locked addresses of those we do know.
    """
    reason = Suppression.Reason(reason)
    known = EmailAddress.objects.filter(address_hash__in=hashes).values_list("pk", flat=True)
    addresses = lock_addresses(known)
    Suppression.objects.bulk_create(
        (Suppression(address_hash=each, reason=reason, created_at=now) for each in hashes),
        ignore_conflicts=True,
    )
    if reason == Suppression.Reason.BOUNCED:
        EmailAddress.objects.filter(address_hash__in=hashes, bounced_at=None).update(bounced_at=now)
    return addresses


@transaction.atomic
def lift(*, normalised: str, why: str, by: str, now: datetime) -> int:
    """Takes an address off the list, for every reason. How many entries it had.

    Only staff do that, and have to say why; what its person agreed to earlier does not come
    back by it. "Do not contact" was said by a person, so it ends at their other addresses, too.
    Where we know the person, the story says who lifted it and why.
    """
    its_hash = address_hash(normalised)
    beside = Suppression.objects.filter(
        address_hash__in=hashes_beside(normalised), reason=Suppression.Reason.DO_NOT_CONTACT
    )
    beside.delete()
    known = EmailAddress.objects.filter(address_hash=its_hash).values_list("pk", flat=True)
    addresses = lock_addresses(known)
    lifted, _rows = Suppression.objects.filter(address_hash=its_hash).delete()
    for address in addresses:
        address.bounced_at = address.soft_bounced_at = None
        address.soft_bounces = 0
        address.save(update_fields=["bounced_at", "soft_bounced_at", "soft_bounces"])
        if lifted:
            tell_staff(address=address, label=f"Do not mail, lifted: {by}, {why}", now=now)
    return lifted


def hashes_beside(normalised: str) -> list[str]:
    """Of the other addresses of the person who has this one, merged rows included."""
    known = EmailAddress.objects.select_related("lead").filter(normalised=normalised).first()
    if known is None:
        return []
    root = known.lead.merged_into_id or known.lead_id
    theirs = EmailAddress.objects.filter(Q(lead=root) | Q(lead__merged_into=root))
    return list(theirs.exclude(pk=known.pk).values_list("address_hash", flat=True))


def tell_staff(*, address: EmailAddress, label: str, now: datetime) -> None:
    """A line in the person's story about what staff did with their address."""
    key = f"do-not-mail:{address.pk}:{now.timestamp():.6f}"
    act = Act(kind="desk", subject=key, label=label, occurred_at=now, source_key=key)
    record_acts(lead=address.lead, acts=[act], now=now)
