from __future__ import annotations

from datetime import timedelta

import pytest

from leads.models import Activity
from nurture.models import Delivery, Enrollment, MailRules
from nurture.rules import save_rules
from nurture.sending.batch import send_batch
from nurture.sending.doubts import send_again, settle_doubt
from tests.leads.factories import NOW
from tests.nurture.factories import Clock, make_enrollment, make_requested, make_version, message
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db


def doubtful(server: MailServer) -> Delivery:
    make_enrollment(version=make_version(message("one"), message("two", days=2)))
    server.reply_with("DATA", "")
    [pk] = dispatch(NOW)
    send_batch([pk], clock=Clock())
    return Delivery.objects.get(pk=pk)


@pytest.mark.parametrize(
    ("has_arrived", "state", "acts"), [(True, "accepted", 1), (False, "failed", 0)]
)
def test_a_doubt_is_settled_once(
    smtp_server: MailServer, has_arrived: bool, state: str, acts: int
) -> None:
    delivery = doubtful(smtp_server)
    assert delivery.state == "ambiguous"

    found = [
        settle_doubt(delivery_id=delivery.pk, has_arrived=has_arrived, by="Anna", now=NOW)
        for _ in range(2)
    ]

    delivery.refresh_from_db()
    assert (found, delivery.state, "Anna" in delivery.error) == ([True, False], state, True)
    assert (delivery.accepted_at, delivery.handed_over_at) == (
        (NOW, NOW) if has_arrived else (None, None)
    )
    assert Activity.objects.filter(kind="mail").count() == acts


def test_a_doubtful_mail_is_sent_again_and_the_series_goes_on_from_it(
    smtp_server: MailServer,
) -> None:
    delivery = doubtful(smtp_server)
    clock = Clock(NOW + timedelta(hours=1))
    assert send_again(delivery_id=delivery.pk, by="Anna", now=clock.at)
    assert not send_again(delivery_id=delivery.pk, by="Anna", now=clock.at)

    send_batch(dispatch(clock.at), clock=clock)

    delivery.refresh_from_db()
    place = Enrollment.objects.get()
    assert (delivery.state, delivery.resends, len(smtp_server.messages)) == ("accepted", 1, 1)
    assert (place.position, place.due_at) == (1, clock.at + timedelta(days=2))


def test_send_again_needs_a_series_that_still_runs(smtp_server: MailServer) -> None:
    delivery = doubtful(smtp_server)
    Enrollment.objects.update(state="exited", exit_reason="won", ended_at=NOW, due_at=None)
    assert not send_again(delivery_id=delivery.pk, by="Anna", now=NOW)


@pytest.mark.parametrize(
    ("rules", "series", "requested"),
    [
        (MailRules(), "ambiguous", "scheduled"),
        (MailRules(resends_requested=False), "ambiguous", "ambiguous"),
        (MailRules(resends_series=True), "scheduled", "scheduled"),
    ],
)
def test_what_is_sent_again_by_itself_is_set_in_the_rules(
    smtp_server: MailServer, rules: MailRules, series: str, requested: str
) -> None:
    save_rules(rules)
    first = doubtful(smtp_server)
    second = make_requested()
    smtp_server.reply_with("DATA", "")
    send_batch([second.pk], clock=Clock())
    second.refresh_from_db()
    assert (first.state, second.state) == (series, requested)
    # What goes out again counts towards its own cap no more.
    clock = Clock(NOW + timedelta(minutes=2))
    send_batch([first.pk, second.pk], clock=clock)
    first.refresh_from_db()
    second.refresh_from_db()
    again = {"scheduled": "accepted", "ambiguous": "ambiguous"}
    assert (first.state, second.state) == (again[series], again[requested])
