"""What became of a mail, as its provider or a report tells it later: each said once, acted on once.

Webhooks and the mailbox call take_event(). Events come twice, late, in any order and of mails
that nobody knows; none of that does harm.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from leads.activity import Act, record_acts
from leads.locking import lock_addresses
from leads.models import EmailAddress
from nurture.hearing.consequences import bounce, complain, deliver, reject, soften, stop
from nurture.hearing.told import Kind, Told
from nurture.models import Delivery, MailEvent
from nurture.people import same_person

KEPT_UNKNOWN = timedelta(days=30)
State = MailEvent.State
_ACTS = {
    Kind.DELIVERED: deliver,
    Kind.DEFERRED: soften,
    Kind.SOFT_BOUNCED: soften,
    Kind.BOUNCED: bounce,
    Kind.COMPLAINED: complain,
    Kind.UNSUBSCRIBED: stop,
    Kind.REJECTED: reject,
}
# What sales should see in the story; the rest stands in the ledger of mails.
_STORY = {
    Kind.BOUNCED: "Mail came back, the address does not exist",
    Kind.SOFT_BOUNCED: "Mail came back this time",
    Kind.COMPLAINED: "Marked as spam",
    Kind.REJECTED: "Mail refused on its way",
}


@transaction.atomic
def take_event(*, event: Told, now: datetime) -> MailEvent:
    """The row of this event, made and acted on at the first call. Idempotent."""
    delivery = _find(event)
    if delivery is not None:
        people = same_person(delivery.lead_id)
        mine = EmailAddress.objects.filter(lead_id__in=people).values_list("pk", flat=True)
        lock_addresses([delivery.address_id, *mine])
        # As it stands now that nobody else can change its person.
        delivery = Delivery.objects.select_related("lead", "address").get(pk=delivery.pk)
    row, is_new = MailEvent.objects.get_or_create(
        provider=event.provider[:40],
        event_key=event.event_key or _hash(event),
        defaults={
            "kind": event.kind,
            "state": State.UNKNOWN if delivery is None else State.IGNORED,
            "delivery": delivery,
            "said": event.said,
            "occurred_at": event.occurred_at,
            "received_at": now,
        },
    )
    if is_new and delivery is not None and _ACTS[event.kind](delivery, event, now):
        row.state = State.APPLIED
        row.save(update_fields=["state"])
        _tell(delivery, event, now)
    return row


@transaction.atomic
def drop_unknown(*, now: datetime) -> int:
    """Events of mails that nobody knew for a month. How many."""
    old = MailEvent.objects.filter(state=State.UNKNOWN, received_at__lte=now - KEPT_UNKNOWN)
    return old.delete()[0]


def _find(event: Told) -> Delivery | None:
    """By any of its names; else by our own number, if its recipient is the right one, since
    another installation at the same provider counts its mails as well. What two mails are called
    is nobody's name."""
    rows = Delivery.objects.select_related("lead", "address").filter(lead__erased_at=None)
    names: set[str] = set()
    for name in event.names:
        bare = name.strip("<>")
        names |= {name, bare, f"<{bare}>"}
    called = Q(message_id__in=names) | Q(provider_id__in=names)
    found = list(rows.filter(called)[:2]) if names else []
    if not found and event.delivery_id is not None:
        found = list(rows.filter(pk=event.delivery_id, address__normalised=event.recipient))
    return found[0] if len(found) == 1 else None


def _hash(event: Told) -> str:
    said = (
        event.kind.value,
        event.occurred_at.isoformat(),
        event.recipient,
        *sorted(event.names),
        event.said,
    )
    return salted_hmac("nurture.mail_event", "\n".join(said), algorithm="sha256").hexdigest()


def _tell(delivery: Delivery, event: Told, now: datetime) -> None:
    head = _STORY.get(event.kind)
    if head is None:
        return
    act = Act(
        kind="mail",
        subject=f"mail/{delivery.pk}/back",
        label=f"{head}: {delivery.subject}" if delivery.subject else head,
        occurred_at=event.occurred_at,
        source_key=f"mail_event:{event.kind.value}:{delivery.pk}",
        visit_id=delivery.visit_id,
    )
    record_acts(lead=delivery.lead, acts=[act], now=now)
