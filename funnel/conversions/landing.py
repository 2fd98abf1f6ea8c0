"""The one write for every booking and purchase that comes from outside, whichever way it came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from funnel.document import FunnelDocument, OfferStep
from funnel.journey.outside import act_by_hand, outside_act, outside_label
from funnel.models import Conversion, Visit
from funnel.publishing.loading import published
from leads.activity import Act, record_acts
from leads.locking import lock_addresses
from leads.models import Activity, EmailAddress, Lead


class OtherContentError(Exception):
    """This external key landed before, for another visit, kind or amount."""


@dataclass(frozen=True, slots=True)
class News:
    """What happened. `external_key` names it for ever: the sender, a colon, the sender's id.

    `amount` and `currency` (three capitals) both or neither. `note` is staff's own.
    """

    kind: str
    external_key: str
    amount: Decimal | None = None
    currency: str = ""
    at: datetime | None = None
    note: str = ""


@transaction.atomic
def land_conversion(
    *, visit_id: int, news: News, way: Conversion.Way, now: datetime, by: User | None = None
) -> bool:
    """Writes the conversion and, where the visit has a person, the act that ends their series.

    True when it is new; the same again changes nothing. The locks are taken as a press takes
    them, visit before addresses, so that an address given at this moment brings the act along.
    Raises OtherContentError and Visit.DoesNotExist.
    """
    rows = Visit.objects.select_for_update(of=("self",)).select_related("lead")
    visit = rows.get(pk=visit_id)
    _lock_person(visit.lead)
    document = published(visit.publication_id)
    conversion, is_new = Conversion.objects.get_or_create(
        external_key=news.external_key,
        defaults={
            "visit": visit,
            "step_key": _offer_key(visit, document),
            "kind": news.kind,
            "way": way,
            "amount": news.amount,
            "currency": news.currency,
            "by": by,
            "occurred_at": _believable(news.at, visit.started_at, now),
        },
    )
    if not is_new:
        _check_same(conversion, visit, news)
    elif visit.lead is not None and visit.lead.erased_at is None:
        act = _noted(outside_act(conversion, document.slug), news.note)
        record_acts(lead=visit.lead, acts=[act], now=now)
    return is_new


@transaction.atomic
def land_by_hand(*, lead: Lead, news: News, by: User, now: datetime) -> bool:
    """What staff heard of: at the person's newest visit. Idempotent by the form's own key.

    Somebody who never walked through a funnel has no visit to convert: then the ledger alone
    keeps it, and the numbers of no funnel count it.
    """
    person = Q(lead=lead) | Q(lead__merged_into=lead)
    visit = Visit.objects.filter(person).order_by("-started_at", "-pk").first()
    if visit is not None:
        return land_conversion(
            visit_id=visit.pk, news=news, way=Conversion.Way.HAND, now=now, by=by
        )
    _lock_person(lead)
    if Activity.objects.filter(source_key=news.external_key).exists():
        return False
    unsaved = Conversion(
        kind=news.kind, amount=news.amount, currency=news.currency, occurred_at=news.at or now
    )
    label = outside_label(unsaved)
    act = act_by_hand(kind=news.kind, label=label, source_key=news.external_key, conversion=unsaved)
    record_acts(lead=lead, acts=[_noted(act, news.note)], now=now)
    return True


def _lock_person(lead: Lead | None) -> None:
    if lead is None:
        return
    root = lead.merged_into_id or lead.pk
    addresses = EmailAddress.objects.filter(Q(lead=root) | Q(lead__merged_into=root))
    lock_addresses(addresses.values_list("pk", flat=True))


def _offer_key(visit: Visit, document: FunnelDocument) -> str:
    """The offer they said something to last, else the one they stand at, else the last one; ''
    where the funnel has none."""
    offers = [step.key for step in document.steps if isinstance(step, OfferStep)]
    said = visit.conversions.filter(step_key__in=offers).order_by("-occurred_at", "-pk")
    at = visit.at_step if visit.at_step in offers else ""
    return said.values_list("step_key", flat=True).first() or at or next(reversed(offers), "")


def _believable(at: datetime | None, begun: datetime, now: datetime) -> datetime:
    """Another clock's word counts between the visit's start and now."""
    return at if at is not None and begun <= at <= now else now


def _check_same(conversion: Conversion, visit: Visit, news: News) -> None:
    stored = conversion.visit_id, conversion.kind, conversion.amount, conversion.currency
    if stored != (visit.pk, news.kind, news.amount, news.currency):
        raise OtherContentError(news.external_key)


def _noted(act: Act, note: str) -> Act:
    if not note:
        return act
    return replace(act, label=f"{act.label}{', ' if ': ' in act.label else ': '}{note}")
