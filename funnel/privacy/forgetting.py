"""An address that nobody ever confirmed is forgotten after seven days.

Not one whose person asked for something that goes on: a call, a gift, a series; and not one
that sales has begun to work with. The hourly task calls it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from funnel.models import Conversion
from funnel.privacy.erasing import erase_person
from leads.locking import lock_addresses
from leads.models import Activity, Consent, EmailAddress, Lead
from nurture.models import Delivery
from nurture.people import same_person

AFTER = timedelta(days=7)
GIFTS = (Activity.Kind.GIFT, Activity.Kind.VIDEO)
YESES = tuple(kind for kind in Conversion.Kind if kind != Conversion.Kind.NOT_NOW)
# A requested mail whose button opens a step of the funnel brings a gift.
_GIFT_MAIL = '"target":"step:'


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One person, all merged rows together; `newest_at` is when the last address was left."""

    newest_at: datetime
    is_confirmed: bool = False
    asked_for_call: bool = False
    asked_for_gift: bool = False
    asked_for_series: bool = False
    is_with_sales: bool = False


def may_be_forgotten(person: Unconfirmed, now: datetime) -> bool:
    """The whole rule; the query below only finds whom to ask it about."""
    if person.is_confirmed or now - person.newest_at < AFTER:
        return False
    asked = person.asked_for_call or person.asked_for_gift or person.asked_for_series
    return not asked and not person.is_with_sales


def forget_unconfirmed(*, now: datetime, limit: int) -> int:
    """Forgets up to `limit` people, each in a transaction of their own. How many."""
    ids = list(_candidates(now).values_list("lead_id", flat=True)[:limit])
    return sum(_forget(lead_id, now) for lead_id in dict.fromkeys(ids))


@transaction.atomic
def _forget(lead_id: int, now: datetime) -> bool:
    people = same_person(lead_id)
    mine = EmailAddress.objects.filter(lead__in=people).values_list("pk", flat=True)
    addresses = lock_addresses(mine)
    if not addresses or not may_be_forgotten(_told(people, addresses), now):
        return False
    erase_person(lead_id=lead_id, now=now, is_suppressed=False)
    return True


def _told(people: Sequence[int], addresses: Sequence[EmailAddress]) -> Unconfirmed:
    leads = Lead.objects.filter(pk__in=people)
    return Unconfirmed(
        newest_at=max(row.created_at for row in addresses),
        is_confirmed=any(row.confirmed_at is not None for row in addresses),
        asked_for_call=leads.filter(_asked_for_call()).exists(),
        asked_for_gift=leads.filter(_asked_for_gift()).exists(),
        asked_for_series=leads.filter(_asked_for_series()).exists(),
        is_with_sales=leads.filter(_with_sales()).exists(),
    )


def _candidates(now: datetime) -> QuerySet[EmailAddress]:
    """Oldest first. Who is kept never stands here: they would fill the batch for ever."""
    kept = _asked_for_call() | _asked_for_gift() | _asked_for_series() | _with_sales()
    people = Lead.objects.filter(kept)
    others = EmailAddress.objects.filter(
        Q(confirmed_at__isnull=False) | Q(created_at__gt=now - AFTER), lead=OuterRef("lead")
    )
    rows = EmailAddress.objects.filter(
        confirmed_at=None, created_at__lte=now - AFTER, lead__erased_at=None
    )
    # Merged rows are rare and were joined by hand, so sales knows them.
    alone = rows.filter(lead__merged_into=None, lead__merged=None)
    return alone.exclude(lead__in=people).filter(~Exists(others)).order_by("created_at", "pk")


def _asked_for_call() -> Q:
    calls = Activity.objects.filter(lead=OuterRef("pk"), kind=Activity.Kind.CALL)
    return Q(call_asked_at__isnull=False) | Q(Exists(calls))


def _asked_for_gift() -> Q:
    taken = Activity.objects.filter(lead=OuterRef("pk"), kind__in=GIFTS)
    mailed = Delivery.objects.filter(
        lead=OuterRef("pk"), purpose=Delivery.Purpose.REQUESTED, content__contains=_GIFT_MAIL
    )
    return Q(Exists(taken)) | Q(Exists(mailed))


def _asked_for_series() -> Q:
    """The last word counts: who took it back did not ask any more."""
    rows = Consent.objects.filter(address__lead=OuterRef("pk"), purpose=Consent.Purpose.SERIES)
    later = Consent.objects.filter(
        address=OuterRef("address"), topic=OuterRef("topic"), pk__gt=OuterRef("pk")
    ).filter(purpose=Consent.Purpose.SERIES, moment=Consent.Moment.WITHDRAWN)
    return Q(Exists(rows.filter(~Exists(later), moment=Consent.Moment.GIVEN)))


def _with_sales() -> Q:
    """Claimed, moved on, or somebody who said yes to an offer; `phone`: they can be called."""
    said = Conversion.objects.filter(visit__lead=OuterRef("pk"), kind__in=YESES)
    is_touched = ~Q(stage=Lead.Stage.NEW) | Q(owner__isnull=False) | ~Q(phone="")
    return is_touched | Q(Exists(said))
