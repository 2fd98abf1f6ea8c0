"""Do not mail: entries by keyed hash that survive the erasure of the address.

Unsubscribing, bounces, complaints, erasure and staff call it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

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
