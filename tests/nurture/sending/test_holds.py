"""Why a mail of a series waits for its person, and whose turn it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from leads.activity import record_acts
from leads.models import EmailAddress, Lead
from nurture.models import Delivery, Enrollment, MailRules
from nurture.rules import save_rules
from nurture.sending.batch import send_batch
from tests.leads.factories import NOW, make_act
from tests.nurture.factories import Clock, make_enrollment, make_reader, make_version
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def reply(lead: Lead, at: datetime) -> None:
    record_acts(lead=lead, acts=[make_act("reply", kind="reply", at=at)], now=at)


def planned(address: EmailAddress | None = None, *, purpose: str = "marketing") -> Enrollment:
    address = address or make_reader(purpose=purpose)
    return make_enrollment(version=make_version(purpose=purpose), address=address)


def both(address: EmailAddress) -> tuple[Enrollment, Enrollment]:
    """A usual series whose mail is planned, and a better one that comes on a moment later."""
    usual = planned(address)
    dispatch(NOW)
    better = planned(address)
    Enrollment.objects.filter(pk=better.pk).update(priority=2)
    return usual, better


def states(at: datetime) -> list[tuple[str, str]]:
    """After a tick at this time, by series."""
    send_batch(dispatch(at), clock=Clock(at))
    rows = Delivery.objects.order_by("enrollment", "pk")
    return list(rows.values_list("state", "held_reason"))


@pytest.mark.parametrize("purpose", ["series", "marketing"])
def test_a_reply_lets_every_series_rest(smtp_server: MailServer, purpose: str) -> None:
    place = planned(purpose=purpose)
    reply(place.lead, NOW - timedelta(days=6))
    assert states(NOW) == [("scheduled", "replied")]
    assert states(NOW + DAY) == [("accepted", "")]


def test_later_by_sales_ends_the_rest_after_a_reply(smtp_server: MailServer) -> None:
    place = planned()
    reply(place.lead, NOW - DAY)
    Lead.objects.update(stage="nurture", stage_changed_at=NOW - 2 * DAY)
    assert states(NOW) == [("scheduled", "replied")]
    Lead.objects.update(stage="nurture", stage_changed_at=NOW)
    assert states(NOW + timedelta(hours=1)) == [("accepted", "")]


@pytest.mark.parametrize("stage", ["claimed", "contacted", "qualified"])
def test_who_talks_with_sales_gets_no_marketing(smtp_server: MailServer, stage: str) -> None:
    place = planned()
    Lead.objects.update(stage=stage)
    assert states(NOW) == [("scheduled", "claimed")]
    Lead.objects.update(stage="nurture")
    assert states(NOW + timedelta(hours=1)) == [("accepted", "")]
    place.refresh_from_db()
    assert place.state == "active"


def test_a_claim_lets_a_series_asked_for_go_on(smtp_server: MailServer) -> None:
    planned(purpose="series")
    Lead.objects.update(stage="qualified")
    assert states(NOW) == [("accepted", "")]


@pytest.mark.parametrize(("caps", "sent"), [((1, 3), 1), ((2, 3), 2), ((3, 2), 2)])
def test_the_caps_of_the_house_count_over_all_series(
    smtp_server: MailServer, caps: tuple[int, int], sent: int
) -> None:
    save_rules(MailRules(cap_day=caps[0], cap_week=caps[1]))
    address = make_reader()
    for _ in range(3):
        planned(address)
    found = [state for state, _ in states(NOW)]
    assert found.count("accepted") == sent


def test_the_better_series_goes_first(smtp_server: MailServer) -> None:
    address = make_reader()
    usual, better = both(address)
    dispatch(NOW)
    mails = {row.enrollment_id: row for row in Delivery.objects.all()}

    send_batch([mails[usual.pk].pk, mails[better.pk].pk], clock=Clock())
    assert states(NOW) == [("scheduled", "priority"), ("accepted", "")]
    assert Delivery.objects.get(enrollment=usual).due_at == NOW + timedelta(minutes=10)
    assert states(NOW + timedelta(minutes=10)) == [("scheduled", "cap_day"), ("accepted", "")]
    holds = Delivery.objects.get(enrollment=usual).holds
    assert [hold["reason"] for hold in holds] == ["priority", "cap_day"]
    assert states(NOW + DAY) == [("accepted", ""), ("accepted", "")]


@pytest.mark.parametrize("change", [{"is_paused": True}, {"slowed_at": NOW}])
def test_a_better_series_that_is_held_back_holds_nobody(
    smtp_server: MailServer, change: dict[str, object]
) -> None:
    address = make_reader()
    usual, better = both(address)
    type(better.sequence).objects.filter(pk=better.sequence_id).update(**change)
    dispatch(NOW)
    send_batch([Delivery.objects.get(enrollment=usual).pk], clock=Clock())
    assert Delivery.objects.get(enrollment=usual).state == "accepted"


def test_a_mail_that_is_too_late_is_left_out_and_the_series_goes_on(
    smtp_server: MailServer,
) -> None:
    place = planned()
    dispatch(NOW)
    Delivery.objects.update(expires_at=NOW)
    send_batch(dispatch(NOW), clock=Clock())
    place.refresh_from_db()
    row = Delivery.objects.get()
    assert (row.state, row.skipped_reason, place.position) == ("skipped", "expired", 1)
    assert place.due_at == NOW + 2 * DAY
