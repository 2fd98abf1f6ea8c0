"""The ledger names what holds a mail where sending writes nothing at the mail itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from leads.models import Lead
from nurture.models import Delivery, MailRules, MailStop, Sequence
from nurture.rules import save_rules
from nurture.sending.batch import send_batch
from nurture.sending.ringing import due_to_ring
from nurture.sending.stopping import ALL, SERVER, group_scope, pause, resume
from nurture.telling.ledger import mails_of
from tests.leads.factories import NOW
from tests.nurture.factories import Clock, make_enrollment, make_requested, make_version, message
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=40)


def told(lead: Lead, now: datetime = LATER) -> list[str]:
    """The lines of the person's one mail after the first, which says when it was planned."""
    with timezone.override("Europe/Lisbon"):
        found = mails_of(lead, now)
    mails = [*found.requested, *(mail for series in found.series for mail in series.mails)]
    [mail] = mails
    return [line.words for line in mail.lines[1:]]


def of_the_server(kind: str, minutes: int) -> Callable[[], object]:
    until = LATER + timedelta(minutes=minutes)
    return lambda: MailStop.objects.create(
        scope=SERVER, kind=kind, failures=7, reason="421 busy", created_at=NOW, until=until
    )


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (lambda: pause(scope=ALL, by="Kim", now=NOW), "held: all mails were stopped"),
        (
            lambda: pause(scope=group_scope("others"), by="Kim", now=NOW),
            "held: Paused by staff",
        ),
        (of_the_server("away", 20), "held until 14:00: The mail server did not answer"),
        (of_the_server("login", 20), "held until 14:00: The mail server refused the password"),
    ],
)
def test_ledger_names_the_stop_that_stands_for_everybody(
    stop: Callable[[], object], words: str
) -> None:
    lead = make_enrollment().lead
    stop()
    dispatch(NOW)
    requested = make_requested(now=NOW).lead
    assert due_to_ring(LATER, limit=9).series == []
    assert (told(lead), told(requested)) == ([words], [words])
    assert Delivery.objects.filter(held_reason="", holds=[]).count() == 2


def test_ledger_tells_afterwards_that_the_mail_waited_in_line() -> None:
    lead = make_enrollment().lead
    pause(scope=ALL, by="Kim", now=NOW)
    dispatch(NOW)
    resume(scope=ALL, now=LATER)
    assert told(lead) == []
    send_batch(due_to_ring(LATER, limit=9).series, clock=Clock(LATER))
    assert told(lead) == [
        "waited in line until 13:40: all mails, or those like it, had to wait",
        "sent",
    ]


def test_ledger_says_nothing_of_waiting_where_a_mail_goes_out_in_time() -> None:
    lead = make_enrollment().lead
    send_batch(dispatch(NOW), clock=Clock(NOW + timedelta(minutes=1)))
    assert told(lead) == ["sent"]


def test_ledger_says_a_stop_only_as_long_as_it_stands_over_this_mail() -> None:
    lead = make_enrollment().lead
    dispatch(NOW)
    Delivery.objects.update(due_at=LATER + timedelta(hours=1))
    of_the_server("away", 20)()
    pause(scope=group_scope("google"), by="Kim", now=NOW)
    assert told(lead) == ["goes out then, if nothing stands against it"]


def test_ledger_says_once_what_sending_wrote_down_too() -> None:
    lead = make_enrollment().lead
    pks = dispatch(NOW)
    pause(scope=ALL, by="Kim", now=NOW)
    row = Delivery.objects.get(pk=pks[0])
    row.holds = [{"reason": "mail_stop", "at": NOW.isoformat(), "until": LATER.isoformat()}]
    row.held_reason, row.due_at = "mail_stop", LATER
    row.save()
    assert told(lead) == ["held until 13:40: all mails were stopped"]


@pytest.mark.parametrize(
    ("rule", "is_slowed", "words"),
    [
        (
            {"others_a_minute": 1},
            False,
            "held: enough mails went to their mail provider for now",
        ),
        ({"google_a_minute": 1}, False, ""),
        ({"most_a_day": 1}, False, "held: the limit of mails of the whole house a day was reached"),
        ({"slowed_an_hour": 1}, True, "held: the series was slowed down after complaints"),
    ],
)
def test_ledger_names_the_limit_that_is_reached(
    rule: dict[str, int], is_slowed: bool, words: str
) -> None:
    version = make_version(message("one"))
    first, second = make_enrollment(version=version), make_enrollment(version=version)
    dispatch(NOW)
    sent, waiting = Delivery.objects.get(lead=first.lead), second.lead
    clock = Clock(LATER)
    send_batch([sent.pk], clock=clock)
    save_rules(MailRules(**rule))
    if is_slowed:
        Sequence.objects.update(slowed_at=NOW)
    assert told(waiting, LATER) == ([words] if words else [])
