from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.activity import record_acts
from leads.models import Lead
from nurture.models import Delivery, MailAnswer, MailLink, Reply
from nurture.sending.batch import send_batch
from nurture.telling.ledger import LONGEST, mails_of
from quizzes.conditions import OutcomeIs
from tests.leads.factories import NOW, make_act, make_lead
from tests.nurture.factories import (
    Clock,
    make_enrollment,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def told(lead: Lead) -> list[list[str]]:
    """The lines of every mail of the one series."""
    with timezone.override("Europe/Lisbon"):
        [series] = mails_of(lead, NOW, say=lambda _series, _condition: "the result is X").series
    return [[line.words for line in mail.lines] for mail in series.mails]


def test_ledger_tells_a_mail_from_plan_to_deed() -> None:
    place = make_enrollment(version=make_version(message("one"), message("two", days=2)))
    [pk] = dispatch(NOW)
    send_batch([pk], clock=Clock())
    row = Delivery.objects.get()
    row.holds = [
        {
            "reason": "cap_day",
            "at": NOW.isoformat(),
            "until": (NOW + timedelta(hours=1)).isoformat(),
        }
    ]
    row.delivered_at = NOW + timedelta(minutes=1)
    row.save()
    MailLink.objects.filter(delivery=row, target="result").update(
        pressed_at=NOW + timedelta(minutes=5)
    )
    MailAnswer.objects.create(
        delivery=row,
        choice_key="yes",
        asked="Did it help?",
        said="Yes",
        answered_at=NOW + timedelta(minutes=6),
    )
    assert told(place.lead) == [
        [
            "planned: right after the start, by the clock in Stockholm",
            "held until 14:00: 1 mail a day is the limit, and they had it",
            "sent",
            "delivered",
            "pressed",
            "answered “Yes” to “Did it help?”",
        ]
    ]


def test_ledger_tells_why_a_mail_was_left_out() -> None:
    only = message("one", show_if=OutcomeIs(fact="outcome", any_of=("planner",)))
    place = make_enrollment(version=make_version(only, message("two", days=2)))
    dispatch(NOW)
    assert told(place.lead)[0][1] == "left out: only when the result is X"


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        ("cancelled", "unsubscribed", "not sent: they unsubscribed"),
        ("cancelled", "goal", "not sent: they did what the series is for"),
        ("skipped", "expired", "left out: it could not be sent in time and would be old news"),
        ("failed", "", "not sent: the mail server refused it for good"),
        ("parked", "", "on hold: its text could not be made for this person"),
        ("bounced", "", "came back: the address does not exist"),
        (
            "ambiguous",
            "",
            "maybe sent: the connection broke after the last line; it is not sent again",
        ),
    ],
)
def test_ledger_tells_how_a_mail_ended(state: str, reason: str, words: str) -> None:
    place = make_enrollment()
    dispatch(NOW)
    Delivery.objects.update(state=state, skipped_reason=reason)
    assert told(place.lead)[0][-1] == words


def test_ledger_tells_what_the_mail_led_to() -> None:
    first = message("one")
    offer = first.model_copy(update={"button": first.button.model_copy(update={"target": "offer"})})
    place = make_enrollment(version=make_version(offer))
    send_batch(dispatch(NOW), clock=Clock())
    at = NOW + timedelta(hours=1)
    act = make_act("offer", kind="offer", at=at, label="Pressed the offer")
    record_acts(lead=place.lead, acts=[act], now=at)
    assert told(place.lead)[0][-1] == "did it: Pressed the offer"


def test_ledger_tells_requested_mails_and_replies_and_nothing_of_nobody() -> None:
    assert mails_of(make_lead(), NOW).is_empty
    row = make_requested()
    Reply.objects.create(
        lead=row.lead, way="webhook", reply_key="1", subject="Re", text="Yes", received_at=NOW
    )
    found = mails_of(row.lead, NOW)
    assert [line.words for line in found.requested[0].lines] == [
        "asked for, so it goes out at once"
    ]
    assert [(each.subject, each.text) for each in found.replies] == [("Re", "Yes")]


def test_ledger_takes_as_many_queries_for_many_mails_as_for_one() -> None:
    place = make_enrollment()
    dispatch(NOW)
    # The rules for mails are kept for a while once they were read.
    mails_of(place.lead, NOW)
    with CaptureQueriesContext(connection) as few:
        mails_of(place.lead, NOW)
    [row] = Delivery.objects.all()
    rows = [
        Delivery(
            lead=row.lead,
            address=row.address,
            purpose="requested",
            dedupe_key=f"x:{number}",
            created_at=NOW,
            due_at=NOW,
        )
        for number in range(LONGEST + 5)
    ]
    Delivery.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as many:
        found = mails_of(place.lead, NOW)
    assert len(few) == len(many) <= 10
    assert len(found.requested) == LONGEST
