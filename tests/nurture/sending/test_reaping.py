from __future__ import annotations

from datetime import timedelta

import pytest

from nurture.models import Delivery
from nurture.sending.claiming import claim
from nurture.sending.handover import hand_over
from nurture.sending.reaping import reap, revive
from nurture.sending.settling import accept
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment, make_requested
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=3)


def handed_over(pk: int) -> Delivery:
    delivery = claim(delivery_id=pk, now=NOW)
    assert delivery is not None
    assert hand_over(delivery=delivery, message_id="<1@test>", subject="Hi", now=NOW, pace=None)
    return delivery


def test_reap_plans_a_claimed_mail_again() -> None:
    pk = make_requested().pk
    claim(delivery_id=pk, now=NOW)

    assert (reap(NOW), reap(LATER), reap(LATER)) == (0, 1, 0)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.lease_id) == ("scheduled", 0, "")
    assert claim(delivery_id=pk, now=LATER) is not None


def test_reap_says_maybe_sent_and_lets_the_series_go_on() -> None:
    enrollment = make_enrollment()
    [pk] = dispatch(NOW)
    handed_over(pk)

    assert (reap(LATER), reap(LATER)) == (1, 0)
    enrollment.refresh_from_db()
    assert Delivery.objects.get().state == Delivery.State.AMBIGUOUS
    assert (enrollment.position, enrollment.anchor_at) == (1, LATER)


def test_reap_sends_a_requested_mail_again_once() -> None:
    pk = make_requested().pk
    handed_over(pk)

    reap(LATER)

    row = Delivery.objects.get()
    assert (row.state, row.held_reason, row.resends) == ("scheduled", "maybe_sent", 1)
    assert row.message_id == "<1@test>"
    Delivery.objects.update(state="handed_over", lease_until=LATER, lease_id="second")
    reap(LATER + timedelta(minutes=3))
    assert Delivery.objects.get().state == Delivery.State.AMBIGUOUS


def test_accept_of_a_slow_server_corrects_the_doubt() -> None:
    enrollment = make_enrollment()
    [pk] = dispatch(NOW)
    delivery = handed_over(pk)
    reap(LATER)

    assert accept(delivery=delivery, now=LATER + timedelta(minutes=1), pace=None)
    enrollment.refresh_from_db()
    assert Delivery.objects.get().state == Delivery.State.ACCEPTED
    assert (enrollment.position, enrollment.anchor_at) == (1, LATER)


def test_revive_plans_people_whom_nothing_would_wake() -> None:
    enrollment = make_enrollment()
    [pk] = dispatch(NOW)
    assert revive(NOW) == 0, "its mail is on its way"

    Delivery.objects.filter(pk=pk).delete()
    assert (revive(LATER), revive(LATER)) == (1, 0)
    enrollment.refresh_from_db()
    assert enrollment.due_at == LATER
    assert len(dispatch(LATER)) == 1
