"""The signed link on a thank-you page: a page with one button; only the press lands."""

from __future__ import annotations

import pytest
from django.test import Client

from funnel.models import Conversion, Visit
from tests.funnel.conversions.senders import bought, connect, make_visit, shop, signed
from tests.funnel.journey.stored import everything

pytestmark = pytest.mark.django_db


def link(visit: Visit, *, query: str = "kind=bought&amount=49.00&currency=EUR&id=7") -> str:
    parts = dict(pair.split("=") for pair in query.split("&"))
    message = "|".join(
        [visit.conversion_key, *(parts.get(n, "") for n in ("kind", "amount", "currency", "id"))]
    )
    return f"/c/{visit.conversion_key}/{signed(message.encode())}/?{query}"


def test_looking_writes_nothing_and_the_press_lands_once() -> None:
    connect()
    visit, client = make_visit(), Client()
    address = link(visit)
    before = everything()
    for _ in range(3):
        assert "Yes, I bought it" in client.get(address).content.decode()
        assert client.head(address).status_code == 200
    assert everything() == before
    for _ in range(3):
        assert "Thank you, that is noted" in client.post(address).content.decode()
    row = Conversion.objects.get()
    assert (row.kind, row.way, str(row.amount), row.visit) == ("bought", "link", "49.00", visit)


def test_link_and_message_with_the_same_number_land_once() -> None:
    connect()
    visit = make_visit()
    shop(bought(visit, id="7"))
    assert Client().post(link(visit)).status_code == 200
    assert Conversion.objects.get().way == "hook"


def test_link_without_money_lands() -> None:
    connect()
    assert Client().post(link(make_visit(), query="kind=booked")).status_code == 200
    assert Conversion.objects.get().kind == "booked"


def test_forged_and_foreign_links_land_nothing() -> None:
    connect()
    visit, other = make_visit("one"), make_visit("two")
    good = link(visit)
    for wrong in (
        good.replace("49.00", "490.00"),
        good.replace(visit.conversion_key, other.conversion_key),
        good.replace(visit.conversion_key, visit.key),
        link(visit, query="kind=sold"),
        link(visit, query="kind=bought&amount=-1&currency=EUR"),
        link(visit, query="kind=bought&amount=49&currency=EURO"),
        good.replace("id=7", "id=8"),
    ):
        answer = Client().post(wrong)
        assert answer.status_code == 404
        assert "This link is not whole" in answer.content.decode()
    assert Conversion.objects.count() == 0


def test_link_is_closed_while_the_connection_is_off() -> None:
    connect(is_on=False)
    answer = Client().post(link(make_visit()))
    assert (answer.status_code, "not in use" in answer.content.decode()) == (404, True)
