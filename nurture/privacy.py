"""What the mail keeps about one person: handed out whole, and taken away whole.

The roof's privacy room calls both, erasing under the lock of the person's addresses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from leads.models import EmailAddress
from nurture.models import (
    Delivery,
    DeliveryQuerySet,
    Enrollment,
    MailAnswer,
    MailEvent,
    MailLink,
    MailStop,
    Notice,
    OutboxMail,
    Reply,
)
from nurture.planning.enrolling import leave
from nurture.planning.versions import content_of
from nurture.providers import BIG
from nurture.sending.stopping import lead_scope

_UNSENT = (Delivery.State.SCHEDULED, Delivery.State.CLAIMED, Delivery.State.PARKED)
_BATCH = 200
_Rows = list[dict[str, object]]


def export_lead(lead_ids: Sequence[int]) -> dict[str, object]:
    """Plain values for JSON: the series a person is or was on, and every mail to them."""
    return {
        "series": _series_of(lead_ids),
        "mails": _mails_to(lead_ids),
        "links_followed": _followed_by(lead_ids),
        "pressed_by_programs": _pressed_by_programs(lead_ids),
        "answered_in_mails": _answers_of(lead_ids),
        "replies": _replies_as_told(lead_ids),
        "came_back": _came_back(lead_ids),
    }


def _series_of(lead_ids: Sequence[int]) -> _Rows:
    places = Enrollment.objects.filter(lead__in=lead_ids).select_related("version").order_by("pk")
    return [
        {
            "name": content_of(row.version).sequence.name,
            "state": row.state,
            "since": row.enrolled_at,
            "ended": row.ended_at,
            "why": row.exit_reason,
        }
        for row in places
    ]


def _mails_to(lead_ids: Sequence[int]) -> _Rows:
    return [
        {
            "subject": row.subject,
            "purpose": row.purpose,
            "state": row.state,
            "planned": row.created_at,
            "sent": row.accepted_at,
            "arrived": row.delivered_at,
            "opened": row.opened_at,
        }
        for row in Delivery.objects.filter(lead__in=lead_ids).order_by("created_at", "pk")
    ]


def _followed_by(lead_ids: Sequence[int]) -> _Rows:
    pressed = MailLink.objects.filter(delivery__lead__in=lead_ids, pressed_at__isnull=False)
    columns = ("delivery__subject", "pressed_at", "url", "target")
    return [
        {"mail": subject, "at": at, "to": url or target}
        for subject, at, url, target in pressed.order_by("pressed_at", "pk").values_list(*columns)
    ]


def _pressed_by_programs(lead_ids: Sequence[int]) -> _Rows:
    pressed = MailLink.objects.filter(delivery__lead__in=lead_ids, machine_presses__gt=0)
    columns = ("delivery__subject", "url", "target", "machine_reason", "machine_presses")
    return [
        {"mail": subject, "to": url or target, "why": why, "times": times}
        for subject, url, target, why, times in pressed.order_by("pk").values_list(*columns)
    ]


def _answers_of(lead_ids: Sequence[int]) -> _Rows:
    return [
        {"asked": row.asked, "said": row.said, "at": row.answered_at}
        for row in MailAnswer.objects.filter(delivery__lead__in=lead_ids).order_by("pk")
    ]


def _replies_as_told(lead_ids: Sequence[int]) -> _Rows:
    return [
        {"subject": row.subject, "text": row.text, "from": row.sender, "at": row.received_at}
        for row in _replies_of(lead_ids, _addresses_of(lead_ids)).order_by("received_at", "pk")
    ]


def _came_back(lead_ids: Sequence[int]) -> _Rows:
    events = MailEvent.objects.filter(delivery__lead__in=lead_ids).order_by("occurred_at", "pk")
    found = events.values_list("delivery__subject", "kind", "said", "occurred_at")
    return [
        {"mail": subject, "what": kind, "said": said, "at": at} for subject, kind, said, at in found
    ]


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
    _forget_what_came_back(lead_ids, mails)
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
        provider_id="",
        opened_at=None,
    )
    # Of an address at a domain of its own the domain may be a name.
    mails.exclude(provider_group__in=BIG).update(provider_group="")


def _forget_what_came_back(lead_ids: Sequence[int], mails: DeliveryQuerySet) -> None:
    """Before the mails lose their names: replies go, answers and events only count."""
    texts = _addresses_of(lead_ids)
    Reply.objects.filter(delivery__in=mails).delete()
    _replies_of(lead_ids, texts).delete()
    for text in texts:
        mentioned = Q(text__icontains=text) | Q(subject__icontains=text)
        Reply.objects.filter(mentioned, lead=None).delete()
        for reply in Reply.objects.filter(mentioned):
            whole = re.compile(re.escape(text), re.IGNORECASE)
            reply.text, reply.subject = whole.sub("…", reply.text), whole.sub("…", reply.subject)
            reply.save(update_fields=["text", "subject"])
    MailAnswer.objects.filter(delivery__in=mails).update(asked="", said="")
    MailEvent.objects.filter(delivery__in=mails).update(said="")
    MailStop.objects.filter(scope__in=[lead_scope(each) for each in lead_ids]).delete()


def _addresses_of(lead_ids: Sequence[int]) -> list[str]:
    """Every spelling; none of a husk, which has no address."""
    rows = EmailAddress.objects.filter(lead__in=lead_ids).exclude(address="")
    return sorted({text for row in rows for text in (row.address, row.normalised)})


def _replies_of(lead_ids: Sequence[int], texts: Sequence[str]) -> QuerySet[Reply]:
    """Theirs, and what came from their address and was not matched to anybody."""
    found = Q(lead__in=lead_ids)
    for text in texts:
        found |= Q(lead=None, sender__iexact=text)
    return Reply.objects.filter(found)


def _forget_copies(texts: Sequence[str], message_ids: set[str]) -> None:
    """Mails kept in the outbox, by their number, their recipient or what stands in them."""
    recipients = Q(message_id__in=message_ids)
    for text in texts:
        recipients |= Q(recipient__icontains=text)
        MailStop.objects.filter(reason__icontains=text).update(reason="")
        Notice.objects.filter(Q(text__icontains=text) | Q(subject__icontains=text)).update(
            text="", subject=""
        )
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
