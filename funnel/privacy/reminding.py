"""One reminder to who asked for mails and has not pressed confirm. The hourly task calls it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from funnel.privacy.mails import newest_visit, reminder_mail
from leads.locking import lock_addresses
from leads.models import Consent, EmailAddress, Lead, Suppression
from leads.permission import AGREED, verdict
from nurture.writing.requested import queue_requested

AFTER = timedelta(hours=48)
# Later than this nobody remembers having asked, and the address is about to be forgotten.
UNTIL = timedelta(days=7)


def remind_unconfirmed(*, now: datetime, limit: int) -> int:
    """Queues up to `limit` reminders, each in a transaction of its own. How many."""
    ids = list(_candidates(now).order_by("pk").values_list("pk", flat=True)[:limit])
    return sum(_remind(pk, now) for pk in ids)


@transaction.atomic
def _remind(address_id: int, now: datetime) -> bool:
    """Judged anew under the lock: a press or a stop may have come meanwhile."""
    lock_addresses([address_id])
    address = _candidates(now).select_related("lead").filter(pk=address_id).first()
    asked = _waiting(address) if address is not None else None
    if address is None or asked is None:
        return False
    address.reminded_at = now
    address.save(update_fields=["reminded_at"])
    visit = newest_visit(address)
    queue_requested(
        lead=address.lead,
        address=address,
        funnel_id=visit.funnel_id if visit else None,
        visit_id=visit.pk if visit else None,
        content=reminder_mail(address, language=asked.language),
        dedupe_key=f"confirm:{address.pk}:1",
        now=now,
    )
    return True


def _candidates(now: datetime) -> QuerySet[EmailAddress]:
    """Asked two days ago and not stopped, paused or reminded since."""
    given = Consent.objects.filter(
        address=OuterRef("pk"),
        purpose__in=AGREED,
        moment=Consent.Moment.GIVEN,
        needs_confirmation=True,
        occurred_at__lte=now - AFTER,
        occurred_at__gt=now - UNTIL,
    )
    later = Consent.objects.filter(
        address=OuterRef("address"),
        purpose=OuterRef("purpose"),
        topic=OuterRef("topic"),
        pk__gt=OuterRef("pk"),
    )
    stops = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    return EmailAddress.objects.filter(
        Q(paused_until=None) | Q(paused_until__lte=now),
        Exists(given.filter(~Exists(later))),
        ~Exists(stops),
        ~Q(lead__stage=Lead.Stage.DISQUALIFIED),
        reminded_at=None,
        bounced_at=None,
        is_test=False,
        lead__erased_at=None,
    )


def _waiting(address: EmailAddress) -> Consent | None:
    """What the press would still set going; None where everything is settled."""
    rows = list(address.consents.order_by("pk"))
    return next(
        (row for row in rows if row.purpose in AGREED and _is_waiting(rows, row)),
        None,
    )


def _is_waiting(rows: list[Consent], row: Consent) -> bool:
    return verdict(rows, row.purpose, row.topic) == "not_confirmed"
