"""What the mail keeps about one person: handed out whole, and taken away whole.

The roof's privacy room calls both, erasing under the lock of the person's addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from leads.models import EmailAddress
from nurture.models import Delivery, Enrollment, MailLink, MailStop, OutboxMail
from nurture.planning.enrolling import leave
from nurture.planning.versions import content_of

_UNSENT = (Delivery.State.SCHEDULED, Delivery.State.CLAIMED, Delivery.State.PARKED)
_BATCH = 200


def export_lead(lead_ids: Sequence[int]) -> dict[str, object]:
    """Plain values for JSON: the series a person is or was on, and every mail to them."""
    places = Enrollment.objects.filter(lead__in=lead_ids).select_related("version").order_by("pk")
    mails = Delivery.objects.filter(lead__in=lead_ids).order_by("created_at", "pk")
    pressed = MailLink.objects.filter(delivery__lead__in=lead_ids, pressed_at__isnull=False)
    return {
        "series": [
            {
                "name": content_of(row.version).sequence.name,
                "state": row.state,
                "since": row.enrolled_at,
                "ended": row.ended_at,
                "why": row.exit_reason,
            }
            for row in places
        ],
        "mails": [
            {
                "subject": row.subject,
                "purpose": row.purpose,
                "state": row.state,
                "planned": row.created_at,
                "sent": row.accepted_at,
            }
            for row in mails
        ],
        "links_followed": [
            {"mail": subject, "at": at}
            for subject, at in pressed.order_by("pressed_at").values_list(
                "delivery__subject", "pressed_at"
            )
        ],
    }


@transaction.atomic
def erase_lead(*, lead_ids: Sequence[int], now: datetime) -> None:
    """Ends every series, calls back what is not out yet, blanks what is. Counts stay. Idempotent.

    A mail that a worker holds loses its lease here: its hand-over changes nothing any more,
    and what its server says later is not written down.
    """
    addresses = EmailAddress.objects.filter(lead__in=lead_ids)
    places = Enrollment.objects.filter(Q(lead__in=lead_ids) | Q(address__in=addresses))
    leave(places.values_list("pk", flat=True), reason=Enrollment.Exit.ERASED, now=now)
    mails = Delivery.objects.filter(Q(lead__in=lead_ids) | Q(address__in=addresses))
    mails.filter(state__in=_UNSENT).update(
        state=Delivery.State.CANCELLED, skipped_reason=Enrollment.Exit.ERASED
    )
    mails.filter(state=Delivery.State.HANDED_OVER).update(state=Delivery.State.AMBIGUOUS)
    kept = set(mails.exclude(message_id="").values_list("message_id", flat=True))
    for text in addresses.values_list("normalised", "address"):
        _forget_copies([each for each in text if each], kept)
    MailLink.objects.filter(delivery__in=mails).delete()
    mails.update(
        content="",
        subject="",
        error="",
        network="",
        held_reason="",
        lease_id="",
        lease_until=None,
        failing_since=None,
        message_id="",
    )


def _forget_copies(texts: Sequence[str], message_ids: set[str]) -> None:
    """Mails kept in the outbox, by their number, their recipient or what stands in them."""
    recipients = Q(message_id__in=message_ids)
    for text in texts:
        recipients |= Q(recipient__icontains=text)
        MailStop.objects.filter(reason__icontains=text).update(reason="")
    OutboxMail.objects.filter(recipients).delete()
    needles = [text.encode().lower() for text in texts]
    for pk, raw in OutboxMail.objects.values_list("pk", "raw").iterator(chunk_size=_BATCH):
        if any(needle in bytes(raw).lower() for needle in needles):
            OutboxMail.objects.filter(pk=pk).delete()


def is_erased(delivery: Delivery) -> bool:
    """Whether its person was forgotten meanwhile; asked by who still holds an old row."""
    return Delivery.objects.filter(pk=delivery.pk, lead__erased_at__isnull=False).exists()


def forget_copy(message_id: str) -> None:
    """The outbox's copy of a mail whose person was forgotten while it was on its way."""
    OutboxMail.objects.filter(message_id=message_id).delete()
