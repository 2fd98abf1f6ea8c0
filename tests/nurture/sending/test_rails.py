from __future__ import annotations

from datetime import timedelta

import pytest

from nurture.models import Delivery, MailStop, Notice, Sequence
from nurture.sending.batch import send_batch
from nurture.sending.doubts import put_back
from nurture.sending.rails import after_complaint
from nurture.sending.stopping import resume
from tests.leads.factories import NOW
from tests.nurture.factories import Clock, make_enrollment, make_version, message
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db


def accepted(sent: int, complaints: int) -> Sequence:
    place = make_enrollment()
    rows = [
        Delivery(
            lead=place.lead,
            address=place.address,
            enrollment=place,
            purpose="marketing",
            dedupe_key=f"made:{number}",
            state="complained" if number < complaints else "accepted",
            created_at=NOW,
            due_at=NOW,
            accepted_at=NOW,
        )
        for number in range(sent)
    ]
    Delivery.objects.bulk_create(rows)
    return place.sequence


@pytest.mark.parametrize(
    ("sent", "complaints", "done"),
    [
        (5, 0, ""),
        (5, 1, "slowed"),
        (99, 1, "slowed"),
        (99, 2, "paused"),
        (1_000, 1, ""),
        (1_000, 2, "slowed"),
        (1_000, 3, "slowed"),
        (1_000, 4, "paused"),
    ],
)
def test_complaints_slow_a_series_and_then_pause_it(sent: int, complaints: int, done: str) -> None:
    sequence = accepted(sent, complaints)

    found = [after_complaint(sequence_id=sequence.pk, now=NOW) for _ in range(2)]

    sequence.refresh_from_db()
    assert found == [done, done]
    assert (sequence.is_paused, sequence.pause_reason) == (
        (True, "complaints") if done == "paused" else (False, "")
    )
    assert (sequence.slowed_at is not None) is (done == "slowed")
    assert Notice.objects.count() == (1 if done else 0)


def test_complaints_of_long_ago_count_no_more() -> None:
    sequence = accepted(5, 2)
    Delivery.objects.update(accepted_at=NOW - timedelta(days=31))
    assert after_complaint(sequence_id=sequence.pk, now=NOW) == ""


def test_a_text_that_cannot_be_made_for_many_stops_that_mail(smtp_server: MailServer) -> None:
    broken = "{% if first_name %}{{ nonsense.deep | wrong }}{% endif %}"
    version = make_version(message("one", body=broken), message("two", days=1))
    for _ in range(7):
        make_enrollment(version=version)
    send_batch(dispatch(NOW), clock=Clock())

    states = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["parked"] * 7
    [stop] = MailStop.objects.all()
    assert (stop.scope, stop.kind) == (f"mail:{version.sequence_id}:one", "text")
    [told] = Notice.objects.all()
    assert (told.kind, told.sent_at) == ("text", None)
    # Repaired: staff let the mail go on, and those on hold with it.
    resume(scope=stop.scope, now=NOW)
    first = Delivery.objects.first()
    assert first is not None
    assert first.enrollment is not None
    assert (put_back(delivery_id=first.pk, now=NOW), put_back(delivery_id=first.pk, now=NOW)) == (
        True,
        False,
    )
    first.refresh_from_db()
    first.enrollment.refresh_from_db()
    assert (first.state, first.enrollment.position, first.enrollment.due_at) == (
        "scheduled",
        0,
        None,
    )


def test_four_parked_mails_stop_nothing(smtp_server: MailServer) -> None:
    version = make_version(message("one", body="{% nonsense %}"))
    for _ in range(4):
        make_enrollment(version=version)
    send_batch(dispatch(NOW), clock=Clock())
    assert not MailStop.objects.exists()
