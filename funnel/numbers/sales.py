"""Bookings and purchases that came back, per live version, each against who could have made them.

The report calls it once. Money of different currencies is never added up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from funnel.journey.outside import FROM_OUTSIDE, money_said
from funnel.models import Conversion
from funnel.numbers.figures import Sales
from funnel.numbers.scope import Scope


@dataclass
class _Sum:
    visits: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    money: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def sales(self) -> Sales:
        return Sales(
            booked=self.visits[Conversion.Kind.BOOKED],
            bought=self.visits[Conversion.Kind.BOUGHT],
            money=tuple(money_said(self.money[code], code) for code in sorted(self.money)),
        )


def sales_by_version(scope: Scope) -> dict[int, Sales]:
    """By publication id; a version to which nothing came back is not in it. Two queries."""
    found: defaultdict[int, _Sum] = defaultdict(_Sum)
    rows = Conversion.objects.filter(visit__in=scope.visits(), kind__in=FROM_OUTSIDE)
    for version, kind, visits in (
        rows.order_by()
        .values("visit__publication_id", "kind")
        .annotate(visits=Count("visit", distinct=True))
        .values_list("visit__publication_id", "kind", "visits")
    ):
        found[version].visits[kind] = visits
    for version, currency, amount in (
        rows.exclude(currency="")
        .order_by()
        .values("visit__publication_id", "currency")
        .annotate(sum=Coalesce(Sum("amount"), Decimal(0)))
        .values_list("visit__publication_id", "currency", "sum")
    ):
        found[version].money[currency] += amount
    return {version: each.sales() for version, each in found.items()}
