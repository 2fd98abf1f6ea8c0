"""Mails of which nobody knows whether they arrived, and mails on hold: what staff decide.

The admin's buttons call it, and hearing, when a provider tells later what became of a mail.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from leads.locking import lock_addresses
from nurture.models import Delivery, Enrollment
from nurture.planning.versions import content_of
from nurture.sending.settling import note_sent


@transaction.atomic
def settle_doubt(*, delivery_id: int, has_arrived: bool, by: str, now: datetime) -> bool:
    """It arrived (sent), or it did not (failed). False where nobody doubts it any more.

    `by`: a person, or the provider who told. The series has gone on long ago either way.
    """
    delivery = _locked(delivery_id)
    if delivery is None or delivery.state != Delivery.State.AMBIGUOUS:
        return False
    if has_arrived:
        delivery.state = Delivery.State.ACCEPTED
        delivery.accepted_at = delivery.handed_over_at or now
        note_sent(delivery, now=now)
    else:
        # It never went out, so it counts towards no cap.
        delivery.state, delivery.handed_over_at = Delivery.State.FAILED, None
    delivery.error = f"{'It arrived' if has_arrived else 'It did not arrive'}: {by}"[:500]
    delivery.save(update_fields=["state", "accepted_at", "handed_over_at", "error"])
    return True


@transaction.atomic
def send_again(*, delivery_id: int, by: str, now: datetime) -> bool:
    """Staff would rather send it twice than not at all. False where that is not possible now:
    it is no longer in doubt, its series has ended, or another mail of it is on its way."""
    delivery = _locked(delivery_id)
    if delivery is None or delivery.state != Delivery.State.AMBIGUOUS:
        return False
    return _plan_again(delivery, now=now, error=f"Sent again: {by}"[:500], resends=1)


@transaction.atomic
def put_back(*, delivery_id: int, now: datetime) -> bool:
    """A mail on hold is tried again, its text having been repaired. False as send_again()."""
    delivery = _locked(delivery_id)
    if delivery is None or delivery.state != Delivery.State.PARKED:
        return False
    return _plan_again(delivery, now=now, error="", resends=0)


def _locked(delivery_id: int) -> Delivery | None:
    found = Delivery.objects.filter(pk=delivery_id)
    address_id = found.values_list("address_id", flat=True).first()
    if address_id is None:
        return None
    lock_addresses([address_id])
    return found.select_related("lead", "enrollment__version").first()


def _plan_again(delivery: Delivery, *, now: datetime, error: str, resends: int) -> bool:
    if delivery.enrollment is not None and not _step_back(delivery, delivery.enrollment):
        return False
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SCHEDULED,
        due_at=now,
        expires_at=None,
        held_reason="",
        error=error,
        failing_since=None,
        handed_over_at=None,
        lease_id="",
        lease_until=None,
        resends=F("resends") + resends,
    )
    return True


def _step_back(delivery: Delivery, enrollment: Enrollment) -> bool:
    """The series waits for this mail again and goes on from it; what is written stays written."""
    keys = [each.key for each in content_of(enrollment.version).sequence.messages]
    if delivery.message_key not in keys or enrollment.state == Enrollment.State.EXITED:
        return False
    if enrollment.deliveries.filter(state__in=Delivery.OPEN).exists():
        return False
    others = Enrollment.objects.filter(
        address_id=enrollment.address_id,
        sequence_id=enrollment.sequence_id,
        state=Enrollment.State.ACTIVE,
    )
    if others.exclude(pk=enrollment.pk).exists():
        return False
    Enrollment.objects.filter(pk=enrollment.pk).update(
        state=Enrollment.State.ACTIVE,
        position=keys.index(delivery.message_key),
        due_at=None,
        ended_at=None,
        lease_id="",
        lease_until=None,
    )
    return True
