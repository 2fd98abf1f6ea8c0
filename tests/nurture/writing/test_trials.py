"""A trial's own pace: the whole of any series within five minutes, by day and by night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.document import MessageDoc, SequenceDoc, WindowDoc
from nurture.models import Delivery, Enrollment
from nurture.planning.calendar import next_due
from nurture.planning.enrolling import enroll
from nurture.planning.pace import pace_of, trial_day_seconds
from nurture.sending.asking import MailAtGate
from nurture.sending.batch import send_batch
from nurture.sending.guards import guards_for
from nurture.writing.rendering import render_delivery
from nurture.writing.requested import queue_requested
from nurture.writing.trials import is_trial
from tests.laws import cases
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import (
    Clock,
    make_content,
    make_enrollment,
    make_reader,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

FIVE_MINUTES = timedelta(minutes=5)
# How often beat rings; what takes no day at all is rung for at once.
TICK = timedelta(seconds=10)
SHUT = WindowDoc(days=("mon",), opens="09:00", closes="09:30")
NIGHT = NOW.replace(hour=2)

mails = st.lists(
    st.tuples(st.integers(0, 365), st.sampled_from([None, "00:00", "09:30", "23:59"])),
    min_size=1,
    max_size=40,
)


def sequence_of(delays: list[tuple[int, str | None]]) -> SequenceDoc:
    written = [message(f"m{n}", days=days, at=at) for n, (days, at) in enumerate(delays)]
    return SequenceDoc(
        key="series", name="Series", purpose="marketing", window=SHUT, messages=tuple(written)
    )


@cases(200)
@given(mails)
def test_any_series_is_over_within_five_minutes(delays: list[tuple[int, str | None]]) -> None:
    sequence = sequence_of(delays)
    seconds = trial_day_seconds(sequence)
    pace = timedelta(seconds=seconds)
    at = NIGHT
    for each in sequence.messages:
        due = next_due(
            anchor=at,
            delay=each.delay,
            window=sequence.window,
            zone="Europe/Stockholm",
            now=at,
            pace=pace,
        )
        # It goes out with the first tick after it is due; without a day's length, at once.
        at = due if seconds == 0 else due + TICK
    assert at - NIGHT <= FIVE_MINUTES or sum(days for days, _ in delays) == 0
    assert at - NIGHT <= FIVE_MINUTES


def test_six_mails_over_three_weeks_keep_their_distances() -> None:
    delays: list[tuple[int, str | None]] = [(0, None), *[(4, "09:30")] * 4, (5, None)]
    assert trial_day_seconds(sequence_of(delays)) == 10


def test_a_day_is_as_long_as_everybodys_without_a_pace_of_its_own() -> None:
    day = timedelta(seconds=20)
    assert pace_of(None, day) == day
    assert pace_of(Enrollment(day_seconds=None), day) == day
    assert pace_of(Enrollment(day_seconds=None), None) is None
    assert pace_of(Enrollment(day_seconds=0), day) == timedelta(0)
    assert pace_of(Enrollment(day_seconds=7), None) == timedelta(seconds=7)


@pytest.mark.django_db
@pytest.mark.parametrize("day_seconds", [0, 12])
def test_a_trial_passes_night_window_and_caps_and_nobody_else_does(day_seconds: int) -> None:
    messages: list[MessageDoc] = [message(f"m{n}", days=2 * bool(n), at="09:30") for n in range(6)]
    version = make_version(*messages, window=SHUT)
    address = make_reader()
    usual = make_enrollment(version=version, now=NIGHT)
    tried = enroll(
        lead=address.lead,
        address=address,
        version=version,
        funnel_id=3,
        visit_id=7,
        now=NIGHT,
        day_seconds=day_seconds,
    )
    assert tried is not None
    clock = Clock(NIGHT)
    while clock.at < NIGHT + FIVE_MINUTES:
        send_batch(dispatch(clock.at), clock=clock)
        clock.move(seconds=TICK.seconds)
    tried.refresh_from_db()
    usual.refresh_from_db()
    assert (tried.state, tried.deliveries.filter(state="accepted").count()) == ("finished", 6)
    assert (usual.state, usual.deliveries.count()) == ("active", 0)


@pytest.mark.django_db
def test_a_trial_says_so_in_subject_and_text_and_meets_no_cap() -> None:
    address = make_address()
    for number in range(5):
        delivery = queue_requested(
            lead=address.lead,
            address=address,
            funnel_id=1,
            visit_id=7,
            content=make_content(subject="{{ result }} of yours", words={"result": "{% if %}"}),
            dedupe_key=f"trial:{number}",
            now=NOW,
            is_trial=True,
        )
        assert delivery is not None
        assert delivery.state == "scheduled"
    clock = Clock(NOW)
    assert send_batch(dispatch(clock.at), clock=clock) == 5
    assert delivery is not None
    delivery.refresh_from_db()
    assert is_trial(delivery) is True
    rendered = render_delivery(delivery)
    assert rendered.subject == "[Try] {% if %} of yours"
    assert "This is a trial: you are trying out your own funnel." in rendered.text
    assert "This is a trial: you are trying out your own funnel." in rendered.html


@pytest.mark.django_db
def test_a_plain_mail_says_nothing_of_trials_and_keeps_its_caps() -> None:
    address = make_address()
    delivery = queue_requested(
        lead=address.lead,
        address=address,
        funnel_id=1,
        visit_id=7,
        content=make_content(),
        dedupe_key="plain:1",
        now=NOW,
    )
    assert delivery is not None
    assert is_trial(delivery) is False
    assert "trial" not in render_delivery(delivery).text
    asked = MailAtGate(
        delivery=delivery,
        address=address,
        people=[],
        now=NOW,
        is_paced=False,
        scopes=[],
        message_id="",
        subject="",
    )
    reasons = [guard.reason for guard in guards_for(asked)]
    assert {"unconfirmed_soon", "unconfirmed_day"} <= set(reasons)
    assert Delivery.objects.count() == 1
