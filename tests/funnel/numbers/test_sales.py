"""What came back from outside, counted by visit and summed per currency."""

from __future__ import annotations

from decimal import Decimal

import pytest

from funnel.conversions.landing import News, land_conversion
from funnel.models import Conversion
from funnel.numbers.figures import Sales
from funnel.numbers.report import report
from funnel.numbers.sales import sales_by_version
from funnel.numbers.scope import Scope
from tests.funnel.conversions.senders import BEGUN, make_visit

pytestmark = pytest.mark.django_db


def test_sums_are_per_currency_and_people_count_once() -> None:
    one, two, test = make_visit("one"), make_visit("two"), make_visit("three", is_test=True)
    told = [
        (one, "bought", "49", "EUR"),
        (one, "bought", "1.50", "EUR"),
        (two, "bought", "500", "SEK"),
        (two, "booked", None, ""),
        (test, "bought", "1000", "EUR"),
    ]
    for number, (visit, kind, amount, currency) in enumerate(told):
        money = Decimal(amount) if amount else None
        news = News(kind, f"conversion:{number}", money, currency)
        land_conversion(visit_id=visit.pk, news=news, way=Conversion.Way.HOOK, now=BEGUN)
    scope = Scope(funnel_id=one.funnel_id)
    sales = Sales(booked=1, bought=2, money=("€50.50", "500 SEK"))
    assert sales_by_version(scope) == {one.publication_id: sales}
    (row,) = report(scope=scope, now=BEGUN).sales
    assert (row.name, row.sales, row.totals.starts) == ("Version 1", sales, 2)
    assert (row.bought_share.part, row.bought_share.whole) == (2, 2)


def test_nothing_came_back_is_no_table() -> None:
    visit = make_visit()
    assert report(scope=Scope(funnel_id=visit.funnel_id), now=BEGUN).sales == ()
