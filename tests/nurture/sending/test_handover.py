from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from leads.activity import record_acts
from leads.consents import withdraw_consents
from leads.models import EmailAddress, Lead
from leads.suppressing import suppress
from nurture.models import Delivery, Enrollment, MailLink, MailStop
from nurture.planning.enrolling import leave
from nurture.reader.unsubscribing import unsubscribe
from nurture.sending.claiming import claim
from nurture.sending.handover import hand_over
from nurture.writing.links import make_links
from tests.leads.factories import NOW, make_act, make_address
from tests.nurture.factories import (
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
)
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def claimed(address: EmailAddress | None = None, *, purpose: str = "marketing") -> Delivery:
    address = address or make_reader(purpose=purpose)
    make_enrollment(version=make_version(purpose=purpose), address=address)
    [pk] = [
        each for each in dispatch(NOW) if Delivery.objects.get(pk=each).address_id == address.pk
    ]
    delivery = claim(delivery_id=pk, now=NOW)
    assert delivery is not None
    return delivery


def handed_over(delivery: Delivery, *, late: timedelta = timedelta(0)) -> tuple[bool, str, str]:
    """Whether it went, the state it is in, and why it did not."""
    is_out = hand_over(
        delivery=delivery, message_id="<1@test>", subject="Hi", now=NOW + late, pace=None
    )
    row = Delivery.objects.get(pk=delivery.pk)
    return is_out, row.state, row.held_reason or row.skipped_reason


def end_of(delivery: Delivery) -> tuple[str, str]:
    assert delivery.enrollment is not None
    delivery.enrollment.refresh_from_db()
    return delivery.enrollment.state, delivery.enrollment.exit_reason


def press_unsubscribe(delivery: Delivery) -> None:
    make_links(delivery=delivery, targets=["unsubscribe"])
    link = MailLink.objects.get(delivery=delivery, target="unsubscribe")
    unsubscribe(link=link, channel="header", now=NOW)


def win(delivery: Delivery) -> None:
    Lead.objects.filter(pk=delivery.lead_id).update(stage=Lead.Stage.WON)


def disqualify(delivery: Delivery) -> None:
    Lead.objects.filter(pk=delivery.lead_id).update(stage=Lead.Stage.DISQUALIFIED)


def reach_goal(delivery: Delivery) -> None:
    act = make_act("offer_pressed", kind="offer", at=NOW + timedelta(seconds=1))
    record_acts(lead=delivery.lead, acts=[act], now=NOW)


def withdraw(delivery: Delivery) -> None:
    withdraw_consents(address=delivery.address, text="Stop", language="en", channel="desk", now=NOW)


def complain(delivery: Delivery) -> None:
    suppress(address=delivery.address, reason="complained", now=NOW)


def bounce(delivery: Delivery) -> None:
    suppress(address=delivery.address, reason="bounced", now=NOW)


def replace(delivery: Delivery) -> None:
    assert delivery.enrollment is not None
    leave([delivery.enrollment.pk], reason=Enrollment.Exit.REPLACED, now=NOW)


@pytest.mark.parametrize("purpose", ["series", "marketing"])
@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (press_unsubscribe, "unsubscribed"),
        (win, "won"),
        (disqualify, "disqualified"),
        (reach_goal, "goal"),
        (withdraw, "unsubscribed"),
        (complain, "unsubscribed"),
        (bounce, "bounced"),
        (replace, "replaced"),
    ],
)
def test_hand_over_stops_for_what_happened_after_the_claim(
    event: Callable[[Delivery], None], reason: str, purpose: str
) -> None:
    delivery = claimed(purpose=purpose)
    event(delivery)

    assert handed_over(delivery)[:2] == (False, "cancelled")
    assert end_of(delivery) == ("exited", reason)


def test_hand_over_holds_while_the_series_is_paused() -> None:
    delivery = claimed()
    assert delivery.enrollment is not None
    delivery.enrollment.sequence.is_paused = True
    delivery.enrollment.sequence.save()

    assert handed_over(delivery) == (False, "scheduled", "paused")
    assert end_of(delivery) == ("active", "")


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("marketing", (False, "scheduled", "claimed")),
        ("series", (True, "handed_over", "")),
    ],
)
def test_hand_over_holds_marketing_only_for_a_claim(
    purpose: str, expected: tuple[bool, str, str]
) -> None:
    delivery = claimed(purpose=purpose)
    Lead.objects.filter(pk=delivery.lead_id).update(stage=Lead.Stage.CLAIMED)

    assert handed_over(delivery) == expected


def test_hand_over_waits_for_the_morning() -> None:
    delivery = claimed()

    assert handed_over(delivery, late=timedelta(hours=10)) == (False, "scheduled", "quiet_hours")
    # 08:00 in Stockholm.
    assert Delivery.objects.get().due_at.isoformat() == "2026-05-06T06:00:00+00:00"


def test_hand_over_needs_the_lease() -> None:
    delivery = claimed()
    Delivery.objects.update(lease_id="of somebody else")

    assert handed_over(delivery) == (False, "claimed", "")


def test_hand_over_happens_once() -> None:
    delivery = claimed()

    assert handed_over(delivery) == (True, "handed_over", "")
    assert handed_over(delivery) == (False, "handed_over", "")
    assert Delivery.objects.get().attempts == 1


@pytest.mark.parametrize(
    ("scope", "minutes", "expected"),
    [
        ("all", None, "scheduled"),
        ("all", 5, "scheduled"),
        ("group:google", None, "scheduled"),
        ("all", -5, "handed_over"),
        ("group:yahoo", None, "handed_over"),
    ],
)
def test_hand_over_respects_a_mail_stop(scope: str, minutes: int | None, expected: str) -> None:
    until = None if minutes is None else NOW + timedelta(minutes=minutes)
    MailStop.objects.create(scope=scope, reason="test", created_at=NOW, until=until)

    assert handed_over(claimed(make_reader(text="a@gmail.com")))[1] == expected


def test_hand_over_caps_a_person_over_all_addresses() -> None:
    first = make_reader()
    second = make_reader()
    EmailAddress.objects.filter(pk=second.pk).update(lead=first.lead)
    second.refresh_from_db()

    assert handed_over(claimed(first)) == (True, "handed_over", "")
    capped = claimed(second)
    assert handed_over(capped, late=timedelta(hours=1)) == (False, "scheduled", "cap_day")
    assert claim(delivery_id=capped.pk, now=NOW + timedelta(hours=20)) is not None


def test_hand_over_sends_three_a_week_at_most() -> None:
    address = make_reader()
    for days in (1, 3, 5):
        delivery = claimed(address)
        Delivery.objects.filter(pk=delivery.pk).update(
            state="accepted", handed_over_at=NOW - timedelta(days=days)
        )

    assert handed_over(claimed(address)) == (False, "scheduled", "cap_week")


def requested(address: EmailAddress, *, asked_at: datetime = NOW) -> Delivery:
    delivery = claim(delivery_id=make_requested(address=address, now=asked_at).pk, now=NOW)
    assert delivery is not None
    return delivery


def test_hand_over_caps_mails_to_an_unconfirmed_address() -> None:
    address = make_address()
    # Asked for on five days, so that all of them could be queued.
    made = [requested(address, asked_at=NOW - timedelta(days=day)) for day in range(5, 0, -1)]

    assert handed_over(made[0])[1:] == ("handed_over", "")
    minutes = [10, 16, 32, 48]
    results = [
        handed_over(each, late=timedelta(minutes=at))[1:]
        for each, at in zip(made[1:], minutes, strict=True)
    ]
    assert results == [
        ("scheduled", "unconfirmed_soon"),
        ("handed_over", ""),
        ("handed_over", ""),
        ("scheduled", "unconfirmed_day"),
    ]


def test_hand_over_knows_no_caps_for_what_a_confirmed_reader_asked_for() -> None:
    address = make_reader()

    assert [handed_over(requested(address))[0] for _ in range(4)] == [True] * 4


def test_hand_over_of_a_requested_mail_outlives_an_unsubscribe() -> None:
    address = make_reader()
    suppress(address=address, reason="unsubscribed", now=NOW)

    assert handed_over(requested(address)) == (True, "handed_over", "")


def test_hand_over_refuses_a_requested_mail_to_who_wants_no_contact() -> None:
    delivery = requested(make_reader())
    suppress(address=delivery.address, reason="do_not_contact", now=NOW)

    assert handed_over(delivery) == (False, "skipped", "suppressed")


def test_hand_over_of_an_erased_person_does_nothing() -> None:
    delivery = claimed()
    Lead.objects.get(pk=delivery.lead_id).delete()

    assert not hand_over(delivery=delivery, message_id="<1>", subject="", now=NOW, pace=None)


def test_hand_over_looks_again_at_a_person_who_was_merged_meanwhile() -> None:
    delivery = claimed()
    root = make_reader().lead
    Lead.objects.filter(pk=delivery.lead_id).update(merged_into=root)

    assert handed_over(delivery) == (False, "scheduled", "")
    again = claim(delivery_id=delivery.pk, now=NOW)
    assert again is not None
    # Now it is seen for what it is: an address that belongs to another row.
    assert handed_over(again)[:2] == (False, "cancelled")
