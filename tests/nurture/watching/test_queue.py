from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from leads.models import EmailAddress
from nurture.models import Delivery, Enrollment, MailRules, MailStop, Sequence
from nurture.rules import save_rules
from nurture.sending import stopping
from nurture.watching.lateness import Lateness
from nurture.watching.queue import queue_report
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment, make_requested

pytestmark = pytest.mark.django_db

AGO = timedelta(minutes=40)


def planned(*, due: datetime = NOW - AGO, **more: object) -> Delivery:
    """A mail of a series, planned."""
    enrollment = make_enrollment(now=NOW - timedelta(days=1))
    Enrollment.objects.filter(pk=enrollment.pk).update(due_at=None)
    return Delivery.objects.create(
        lead=enrollment.lead,
        address=enrollment.address,
        enrollment=enrollment,
        purpose=Delivery.Purpose.MARKETING,
        dedupe_key=f"seq:{enrollment.pk}:one",
        message_key="one",
        provider_group="google",
        created_at=due,
        due_at=due,
        **more,
    )


def late() -> Lateness:
    return queue_report(NOW).late


def test_nothing_is_late_in_an_empty_house() -> None:
    report = queue_report(NOW)
    assert (report.late, report.late.since, report.is_late) == (Lateness(), None, False)
    assert (report.due, report.states["scheduled"], report.held) == (0, 0, {})


def test_what_waits_is_told_apart_by_kind() -> None:
    planned()
    make_requested(now=NOW - timedelta(minutes=3))
    make_enrollment(now=NOW - timedelta(days=3))
    found = late()
    assert (found.series, found.requested) == (NOW - AGO, NOW - timedelta(minutes=3))
    assert found.plans is not None
    assert found.mails == 3
    assert found.since == min(found.series, found.plans) if found.series else False


def test_what_is_due_later_is_not_late() -> None:
    planned(due=NOW + AGO)
    assert late() == Lateness()


def test_a_mail_that_a_server_pushes_on_is_late_since_its_first_try() -> None:
    since = NOW - timedelta(hours=2)
    mail = planned(held_reason="server_refused", failing_since=since)
    Delivery.objects.filter(pk=mail.pk).update(due_at=NOW + timedelta(hours=1))
    assert late() == Lateness(series=since, mails=1)


def test_a_stop_makes_nothing_late_before_it_came() -> None:
    came = NOW - timedelta(minutes=20)
    MailStop.objects.create(
        scope="server", kind=MailStop.Kind.AWAY, reason="gone", created_at=came, until=None
    )
    planned(due=NOW - timedelta(days=3), held_reason="server_away")
    assert late() == Lateness(series=came, mails=1)


def test_a_sender_that_died_leaves_its_mail_late() -> None:
    planned(state=Delivery.State.CLAIMED, lease_id="a", lease_until=NOW - timedelta(minutes=1))
    assert late() == Lateness(series=NOW - AGO, mails=1)


@pytest.mark.parametrize("reason", ["quiet_hours", "cap_day", "paused_by_reader", "claimed"])
def test_what_a_reader_or_a_rule_holds_is_not_late(reason: str) -> None:
    planned(due=NOW + AGO, held_reason=reason)
    assert late() == Lateness()


def _series(mail: Delivery) -> int:
    assert mail.enrollment is not None
    return mail.enrollment.sequence_id


SCOPES: dict[str, Callable[[Delivery], str]] = {
    "all": lambda _mail: stopping.ALL,
    "group": lambda _mail: stopping.group_scope("google"),
    "series": lambda mail: stopping.series_scope(_series(mail)),
    "mail": lambda mail: stopping.mail_scope(_series(mail), "one"),
    "lead": lambda mail: stopping.lead_scope(mail.lead_id),
}


@pytest.mark.parametrize("scope", SCOPES)
def test_what_staff_paused_is_not_late_until_it_goes_on(scope: str) -> None:
    mail = planned()
    assert late().mails == 1
    stopping.pause(scope=SCOPES[scope](mail), by="sam", now=NOW)
    assert late() == Lateness()
    stopping.resume(scope=SCOPES[scope](mail), now=NOW)
    assert late().mails == 1


def test_a_series_slowed_after_complaints_is_not_late() -> None:
    Sequence.objects.filter(pk=_series(planned())).update(slowed_at=NOW)
    assert late() == Lateness()
    assert [series.slowed_at for series in queue_report(NOW).series] == [NOW]


def test_states_reasons_and_rates_are_counted() -> None:
    save_rules(MailRules(google_a_minute=2))
    planned(due=NOW + AGO, held_reason="cap_day")
    for state, ago in (
        (Delivery.State.ACCEPTED, timedelta(seconds=30)),
        (Delivery.State.AMBIGUOUS, timedelta(minutes=30)),
        (Delivery.State.PARKED, timedelta(hours=20)),
        (Delivery.State.FAILED, timedelta(days=2)),
        (Delivery.State.FAILED, timedelta(days=8)),
    ):
        planned(due=NOW - ago, state=state, handed_over_at=NOW - ago)
    report = queue_report(NOW)
    google = report.flows[0]
    assert (google.last_minute, google.last_hour, google.last_day) == (1, 2, 3)
    assert (google.limit, google.percent) == (2, 50)
    assert (report.ambiguous, report.parked, report.failed) == (1, 1, 1)
    assert (report.held, report.due) == ({"cap_day": 1}, 0)
    assert report.states == {"scheduled": 1, "claimed": 0, "handed_over": 0}


def test_the_report_asks_nine_times_whatever_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        planned()
        stopping.pause(scope=stopping.lead_scope(EmailAddress.objects.count()), by="s", now=NOW)
    queue_report(NOW)
    with django_assert_num_queries(9):
        queue_report(NOW)
