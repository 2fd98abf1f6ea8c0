"""A message of another system, taken once: kept, and landed where it names somebody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from funnel.conversions.landing import News, OtherContentError, land_conversion
from funnel.conversions.senders import Sender
from funnel.conversions.telling import HookError, Other, Told
from funnel.models import Conversion, HookEvent, Visit
from leads.addresses import AddressError, normalise

LANDED, UNKNOWN, IGNORED = (
    HookEvent.State.LANDED,
    HookEvent.State.UNKNOWN,
    HookEvent.State.IGNORED,
)
_OTHER = HookError(409, "This id came before with another content. Use a new id for a new event.")


@transaction.atomic
def receive(*, sender: Sender, told: Told, now: datetime) -> tuple[HookEvent, bool]:
    """The message's row and whether it landed just now. Nobody known: kept as UNKNOWN.

    Raises HookError for an id that came before with another content; nothing changes then.
    """
    event, _ = HookEvent.objects.get_or_create(
        connection=sender.kind,
        external_id=told.external_id,
        defaults={"state": UNKNOWN, "told": told.kept(), "received_at": now},
    )
    if event.told != told.kept():
        raise _OTHER
    visit_id = _visit_of(told) if event.state == UNKNOWN else None
    if visit_id is None:
        return event, False
    external_key = f"{sender.kind}:{told.external_id}"
    news = News(told.kind, external_key, told.amount, told.currency, told.at)
    try:
        is_new = land_conversion(visit_id=visit_id, news=news, way=sender.way, now=now)
    except OtherContentError as error:
        raise _OTHER from error
    event.state = LANDED
    event.conversion = Conversion.objects.get(external_key=external_key)
    event.save(update_fields=["state", "conversion"])
    return event, is_new


def pass_over(*, sender: Sender, other: Other, now: datetime) -> None:
    """Only the newest message about something else is kept: it shows that the wire works."""
    HookEvent.objects.update_or_create(
        connection=sender.kind,
        external_id="",
        defaults={"state": IGNORED, "told": {"kind": other.kind}, "received_at": now},
    )


def _visit_of(told: Told) -> int | None:
    """By the key; else, where a calendar says who comes, the newest visit of that address."""
    if told.key:
        by_key = Visit.objects.filter(conversion_key=told.key)
        return by_key.values_list("pk", flat=True).first()
    if not told.email:
        return None
    try:
        address = normalise(told.email)
    except AddressError:
        return None
    theirs = Visit.objects.filter(
        Q(address__normalised=address)
        | Q(lead__addresses__normalised=address)
        | Q(lead__merged_into__addresses__normalised=address)
    )
    return theirs.order_by("-started_at", "-pk").values_list("pk", flat=True).first()
