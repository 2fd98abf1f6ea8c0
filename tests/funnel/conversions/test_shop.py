"""The signed POST of a shop: lands once, refuses in sentences, stores nothing half."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from funnel.models import Conversion, HookEvent
from leads.models import Activity
from tests.funnel.conversions.senders import BEGUN, SECRET, bought, connect, make_visit, said, shop
from tests.funnel.journey.stored import everything
from tests.leads.factories import NOW, make_lead

pytestmark = pytest.mark.django_db

LANDED = (200, "Landed.")


def landed() -> list[tuple[object, ...]]:
    rows = Conversion.objects.order_by("pk")
    return list(rows.values_list("kind", "way", "amount", "currency", "external_key", "step_key"))


def test_purchase_lands_with_amount_and_act() -> None:
    connect()
    visit = make_visit(lead=make_lead())
    assert said(shop(bought(visit))) == LANDED
    assert landed() == [("bought", "hook", Decimal("49.00"), "EUR", "conversion:order-1", "offer")]
    acts = Activity.objects.values_list("kind", "label", "points_key", "subject", "visit_id")
    assert list(acts) == [("offer", "Bought: €49", "offer_pressed", "rates/offer", visit.pk)]
    event = HookEvent.objects.get()
    assert (event.state, event.conversion) == ("landed", Conversion.objects.get())
    assert event.told == {
        "kind": "bought",
        "key": visit.conversion_key,
        "amount": "49.00",
        "currency": "EUR",
    }


def test_booking_counts_like_a_call_asked_for() -> None:
    connect()
    lead = make_lead()
    visit = make_visit(lead=lead)
    assert said(shop(bought(visit, kind="booked", amount=None, currency=None))) == LANDED
    acts = Activity.objects.values_list("kind", "label", "points_key")
    assert list(acts) == [("call", "Booked a call", "call_asked")]
    lead.refresh_from_db()
    assert lead.call_asked_at is not None


def test_purchase_of_a_stranger_lands_without_a_person() -> None:
    connect()
    assert said(shop(bought(make_visit()))) == LANDED
    assert (len(landed()), Activity.objects.count()) == (1, 0)


def test_same_message_lands_once() -> None:
    connect()
    data = bought(make_visit(lead=make_lead()))
    shop(data)
    before = everything()
    assert said(shop(data)) == (200, "Landed before. Nothing changed.")
    assert said(shop({**data, "amount": 49})) == (200, "Landed before. Nothing changed.")
    assert everything() == before


@pytest.mark.parametrize("change", [{"amount": "50.00"}, {"currency": "SEK"}, {"kind": "booked"}])
def test_same_id_with_another_content_is_a_conflict(change: dict[str, str]) -> None:
    connect()
    data = bought(make_visit(lead=make_lead()))
    shop(data)
    before = everything()
    sentence = "This id came before with another content. Use a new id for a new event."
    assert said(shop({**data, **change})) == (409, sentence)
    assert everything() == before


def test_same_id_for_another_visitor_is_a_conflict() -> None:
    connect()
    first, second = make_visit("one"), make_visit("two")
    shop(bought(first))
    assert shop(bought(second)).status_code == 409
    assert [row.visit for row in Conversion.objects.all()] == [first]


def test_unknown_key_is_kept_and_said() -> None:
    connect()
    sentence = "We know no visitor by this key. The message is kept in the admin."
    assert said(shop(bought("A" * 22))) == (404, sentence)
    assert HookEvent.objects.get().state == "unknown"
    assert landed() == []


def test_visit_key_opens_pages_and_converts_nothing() -> None:
    connect()
    visit = make_visit()
    assert shop(bought(visit.key)).status_code == 404
    assert landed() == []


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ({"X-Smallyes-Signature": ""}, "The time or the signature of this message is missing."),
        ({"X-Smallyes-Timestamp": ""}, "The time or the signature of this message is missing."),
        (
            {"X-Smallyes-Timestamp": "soon"},
            "The time of this message is to be seconds since 1970.",
        ),
        (
            {"X-Smallyes-Signature": "sha256=" + "0" * 64},
            "The signature is not that of this message with your secret.",
        ),
        (
            {"X-Smallyes-Signature": "sha256=é"},
            "The signature is not that of this message with your secret.",
        ),
    ],
)
def test_wrong_signature_is_refused(headers: dict[str, str], sentence: str) -> None:
    connect()
    data = bought(make_visit())
    before = everything()
    assert said(shop(data, age=0, secret=SECRET, **headers)) == (401, sentence)
    assert everything() == before


@pytest.mark.parametrize("age", [301, -301, 10**8])
@time_machine.travel(NOW, tick=False)
def test_old_message_is_refused(age: int) -> None:
    connect()
    data = bought(make_visit())
    sentence = "This message is older than five minutes, or its clock is wrong."
    assert said(shop(data, age=age)) == (401, sentence)
    assert HookEvent.objects.count() == 0


def test_another_secret_is_refused() -> None:
    connect()
    assert shop(bought(make_visit()), secret="another").status_code == 401


@pytest.mark.parametrize("is_there", [True, False])
def test_connection_that_is_off_is_closed(*, is_there: bool) -> None:
    if is_there:
        connect(is_on=False)
    sentence = "This connection is not switched on. Switch it on in the admin, under Connections."
    assert said(shop(bought(make_visit()))) == (404, sentence)


def test_connection_without_a_secret_is_closed() -> None:
    connection = connect()
    connection.secret = ""
    connection.save()
    assert shop(bought(make_visit()), secret="").status_code == 404


BAD_MONEY = [
    {"currency": "EURO"},
    {"currency": "€"},
    {"currency": None},
    {"amount": None},
    {"amount": -1},
    {"amount": "-0.01"},
    {"amount": "49.001"},
    {"amount": "1e400"},
    {"amount": 10**10},
    {"amount": "a lot"},
    {"amount": True},
    {"amount": ["49"]},
    {"amount": "NaN"},
    {"amount": "Infinity"},
]
BAD_REST = [
    {"kind": "sold"},
    {"kind": None},
    {"id": None},
    {"id": "x" * 181},
    {"id": 7},
    {"id": "\ud800"},
    {"id": "order\x00"},
    {"key": None},
    {"key": {"a": 1}},
]


@pytest.mark.parametrize("change", [*BAD_MONEY, *BAD_REST], ids=repr)
def test_unreadable_message_is_refused_in_a_sentence(change: dict[str, object]) -> None:
    connect()
    data = bought(make_visit(), **change)
    before = everything()
    status, sentence = said(shop(data))
    assert (status, sentence.endswith((".", '"49.00".'))) == (400, True)
    assert everything() == before


@pytest.mark.parametrize(
    "body",
    [b"", b"no json", b"[]", b'"text"', b"\xff\xfe", b'{"amount": NaN}', b"[" * 5000, b"9" * 9000],
    ids=range(8),
)
def test_body_that_is_no_object_is_refused(body: bytes) -> None:
    connect()
    before = everything()
    assert shop(body).status_code == 400
    assert everything() == before


def test_large_body_is_refused_as_json() -> None:
    connect()
    assert said(shop(b" " * 17_000)) == (413, "The body is larger than 16 KB.")
    status, sentence = said(shop(b" " * 1_000_000))
    assert (status, bool(sentence)) == (413, True)


def test_form_instead_of_json_is_refused() -> None:
    connect()
    answer = Client().post("/hooks/conversion/", {"key": "a"})
    assert answer.status_code in {400, 401}
    assert "error" in json.loads(answer.content)


def test_reading_the_address_is_not_allowed() -> None:
    assert Client().get("/hooks/conversion/").status_code == 405


@pytest.mark.parametrize(
    ("at", "is_taken"),
    [
        (BEGUN + timedelta(minutes=5), True),
        (BEGUN - timedelta(days=1), False),
        (BEGUN + timedelta(days=9999), False),
    ],
)
def test_time_of_another_clock_counts_inside_the_visit(at: object, *, is_taken: bool) -> None:
    connect()
    shop(bought(make_visit(), at=str(at).replace(" ", "T")))
    assert (Conversion.objects.get().occurred_at == at) is is_taken


def test_secret_stands_in_no_answer() -> None:
    connect()
    assert SECRET not in shop(bought("A" * 22)).content.decode()
