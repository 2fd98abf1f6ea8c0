"""Stripe, Cal.com and Calendly: their own signatures and words, each landing once."""

from __future__ import annotations

import pytest

from funnel.models import Conversion, HookEvent
from leads.models import EmailAddress
from tests.funnel.conversions.senders import Data, cal, connect, make_visit, said, timed
from tests.leads.factories import make_address

pytestmark = pytest.mark.django_db

STRIPE, CALENDLY = "Stripe-Signature", "Calendly-Webhook-Signature"


def checkout(key: str, **more: object) -> Data:
    session = {
        "id": "cs_1",
        "client_reference_id": key,
        "payment_status": "paid",
        "amount_total": 4900,
        "currency": "eur",
    }
    return {
        "id": "evt_1",
        "type": "checkout.session.completed",
        "created": 1772442000,
        "data": {"object": {**session, **more}},
    }


def booking(uid: str = "uid-1", *, ref: str = "", email: str = "mara@example.com") -> Data:
    payload = {"uid": uid, "metadata": {"ref": ref}, "attendees": [{"email": email, "name": "M"}]}
    return {
        "triggerEvent": "BOOKING_CREATED",
        "createdAt": "2026-03-02T09:30:00Z",
        "payload": payload,
    }


@pytest.mark.parametrize(
    ("total", "currency", "stored"),
    [(4900, "eur", "49.00 EUR"), (4900, "jpy", "4900.00 JPY"), (4900, "kwd", "4.90 KWD")],
)
def test_paid_checkout_lands(total: int, currency: str, stored: str) -> None:
    connect("stripe")
    visit = make_visit()
    data = checkout(visit.conversion_key, amount_total=total, currency=currency)
    assert said(timed("stripe", STRIPE, data)) == (200, "Landed.")
    row = Conversion.objects.get()
    assert (f"{row.amount} {row.currency}", row.way, row.visit) == (stored, "stripe", visit)
    assert said(timed("stripe", STRIPE, data)) == (200, "Landed before. Nothing changed.")
    assert Conversion.objects.count() == 1


def test_checkout_told_by_two_events_lands_once() -> None:
    connect("stripe")
    data = checkout(make_visit().conversion_key)
    timed("stripe", STRIPE, data)
    late = {**data, "id": "evt_2", "type": "checkout.session.async_payment_succeeded"}
    assert said(timed("stripe", STRIPE, late)) == (200, "Landed before. Nothing changed.")


@pytest.mark.parametrize("change", [{"payment_status": "unpaid"}, {}])
def test_other_news_of_stripe_are_passed_over(change: Data) -> None:
    connect("stripe")
    data = checkout(make_visit().conversion_key, **change)
    if not change:
        data["type"] = "invoice.paid"
    for _ in range(2):
        sentence = "This is not about a booking or a purchase."
        assert said(timed("stripe", STRIPE, data)) == (200, sentence)
    assert Conversion.objects.count() == 0
    assert HookEvent.objects.get().state == "ignored"


@pytest.mark.parametrize("key", ["", "A" * 22, "of another shop"])
def test_unknown_buyer_is_kept_and_stripe_is_content(key: str) -> None:
    connect("stripe")
    assert timed("stripe", STRIPE, checkout(key)).status_code == 200
    assert HookEvent.objects.get().state == "unknown"


@pytest.mark.parametrize("amount", [-1, "4900", None, True, 10**14])
def test_amount_that_is_none_is_refused(amount: object) -> None:
    connect("stripe")
    data = checkout(make_visit().conversion_key, amount_total=amount)
    assert timed("stripe", STRIPE, data).status_code == 400
    assert (Conversion.objects.count(), HookEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize(("name", "header"), [("stripe", STRIPE), ("calendly", CALENDLY)])
def test_old_or_forged_message_is_refused(name: str, header: str) -> None:
    connect(name)
    assert timed(name, header, {}, age=400).status_code == 401
    assert timed(name, header, {}, secret="another").status_code == 401


def test_booking_names_its_visit() -> None:
    connect("cal")
    visit = make_visit()
    assert said(cal(booking(ref=visit.conversion_key))) == (200, "Landed.")
    row = Conversion.objects.get()
    assert (row.kind, row.way, row.visit, row.amount) == ("booked", "calendar", visit, None)


def test_booking_without_a_key_finds_the_address_and_keeps_it_nowhere() -> None:
    connect("cal")
    address = make_address(text="mara@example.com")
    make_visit("old", lead=address.lead, address=address)
    newest = make_visit("new", lead=address.lead)
    assert said(cal(booking(email="MARA@example.com"))) == (200, "Landed.")
    assert Conversion.objects.get().visit == newest
    assert "mara" not in str(list(HookEvent.objects.values())).lower()


@pytest.mark.parametrize("email", ["stranger@example.com", "", "no address", "a" * 300])
def test_booking_of_nobody_we_know_is_kept(email: str) -> None:
    connect("cal")
    make_visit()
    assert cal(booking(email=email)).status_code == 200
    assert HookEvent.objects.get().state == "unknown"
    assert EmailAddress.objects.count() == 0


def test_other_news_and_forged_ones_of_cal_change_nothing() -> None:
    connect("cal")
    assert cal({**booking(), "triggerEvent": "BOOKING_CANCELLED"}).status_code == 200
    assert cal(booking(), secret="another").status_code == 401
    assert Conversion.objects.count() == 0


def test_invitee_of_calendly_lands_once() -> None:
    connect("calendly")
    visit = make_visit()
    payload = {
        "uri": "https://api.calendly.com/scheduled_events/A/invitees/B",
        "email": "mara@example.com",
        "tracking": {"utm_content": visit.conversion_key},
    }
    data = {"event": "invitee.created", "created_at": "2026-03-02T09:30:00Z", "payload": payload}
    assert said(timed("calendly", CALENDLY, data)) == (200, "Landed.")
    assert said(timed("calendly", CALENDLY, data)) == (200, "Landed before. Nothing changed.")
    assert Conversion.objects.get().visit == visit
