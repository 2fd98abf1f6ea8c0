"""What became of a mail, as its provider or a report tells it later: each said once, acted on once.

Webhooks and the mailbox call take_event(). Events come twice, late, in any order and of mails
that nobody knows; none of that does harm.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.core.cache import cache
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
# An unknown event is looked at again after 1, 2, 4, … minutes, the last time after 17 hours.
LOOKS = tuple(timedelta(minutes=1 << number) for number in range(11))
# What was known of it is kept so long; so many are looked at in one round.
HEARD_AGAIN, MOST = timedelta(hours=24), 200
_ROUND = timedelta(minutes=1)
_KEPT, _LOOKED = "nurture.hearing.unknown:%s", "nurture.hearing.looked"
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
    delivery = _locked(event)
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
    if is_new and delivery is not None:
        _apply(row, delivery, event, now)
    elif is_new:
        _keep(row, event)
    return row


def hear_again(*, now: datetime) -> int:
    """Events that were faster than the sender, which had yet to write down what the provider
    calls its mail: the latest unknown ones whose next look has come since the last round, for a
    day. How many have found theirs."""
    since: datetime = min(cache.get(_LOOKED) or now, now - _ROUND)
    cache.set(_LOOKED, now, int(HEARD_AGAIN.total_seconds()))
    recent = MailEvent.objects.filter(
        _has_its_look(since, now),
        kind__in=[*_ACTS],
        occurred_at__gt=now - 2 * HEARD_AGAIN,
        state=State.UNKNOWN,
    )
    keys = {
        _KEPT % pk: pk for pk in recent.order_by("-occurred_at").values_list("pk", flat=True)[:MOST]
    }
    told: dict[str, Told] = cache.get_many(keys)
    return sum(_find_again(keys[key], event, now) for key, event in told.items())


def _has_its_look(since: datetime, now: datetime) -> Q:
    """Received so long ago that one of its looks fell between these two moments."""
    spans = (Q(received_at__gt=since - look, received_at__lte=now - look) for look in LOOKS)
    return reduce(or_, spans)


@transaction.atomic
def _find_again(pk: int, event: Told, now: datetime) -> bool:
    delivery = _locked(event)
    if delivery is None:
        return False
    row = MailEvent.objects.select_for_update().filter(pk=pk, state=State.UNKNOWN).first()
    if row is None:
        return False
    row.delivery, row.state = delivery, State.IGNORED
    row.save(update_fields=["delivery", "state"])
    _apply(row, delivery, event, now)
    return True


def _keep(row: MailEvent, event: Told) -> None:
    """Its names wait beside the rows, and nobody's address: whoever it went to is known by them."""
    nameless = replace(event, recipient="", delivery_id=None)
    timeout = int(HEARD_AGAIN.total_seconds())
    transaction.on_commit(lambda: cache.set(_KEPT % row.pk, nameless, timeout), robust=True)


def _apply(row: MailEvent, delivery: Delivery, event: Told, now: datetime) -> None:
    if _ACTS[event.kind](delivery, event, now):
        row.state = State.APPLIED
        row.save(update_fields=["state"])
        _tell(delivery, event, now)


@transaction.atomic
def drop_unknown(*, now: datetime) -> int:
    """Events of mails that nobody knew for a month. How many."""
    old = MailEvent.objects.filter(state=State.UNKNOWN, received_at__lte=now - KEPT_UNKNOWN)
    return old.delete()[0]


def _locked(event: Told) -> Delivery | None:
    """Its mail as it stands once nobody else can change its person."""
    delivery = _find(event)
    if delivery is None:
        return None
    people = same_person(delivery.lead_id)
    mine = EmailAddress.objects.filter(lead_id__in=people).values_list("pk", flat=True)
    lock_addresses([delivery.address_id, *mine])
    return Delivery.objects.select_related("lead", "address").get(pk=delivery.pk)


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
