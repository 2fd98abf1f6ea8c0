"""A dry run tells what the engine does: the same mails at the same times, and changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leads.models import Lead
from nurture.document import DelayDoc, MessageDoc, SequenceDoc, WindowDoc
from nurture.models import Delivery, Enrollment, MailRules, Sequence, SequenceVersion
from nurture.planning.enrolling import enroll
from nurture.planning.versions import ThemeColours, publish_sequence
from nurture.rules import save_rules
from nurture.sending.batch import send_batch
from nurture.telling.rehearsing import Imagined, rehearse
from quizzes.conditions import NumberIs
from tests.leads.factories import NOW, make_lead
from tests.nurture.factories import (
    ALL_DAY,
    Clock,
    make_enrollment,
    make_reader,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kolkata", "UTC")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON = timedelta(days=15)

hours = st.builds(DelayDoc, hours=st.integers(1, 60))
days = st.builds(
    DelayDoc,
    days=st.integers(0, 3),
    at=st.sampled_from([None, "09:30", "07:00", "22:15"]),
    working_days=st.booleans(),
)
unmet = NumberIs(fact="depth", at_least=1_000)


@st.composite
def messages(draw: st.DrawFn) -> tuple[MessageDoc, ...]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        plain = message(f"m{number}")
        found.append(
            plain.model_copy(
                update={
                    "delay": draw(st.one_of(days, hours)),
                    "show_if": draw(st.sampled_from([None, None, None, unmet])),
                    "if_unmet": draw(st.sampled_from(["skip", "wait"])),
                    "wait_days": draw(st.integers(1, 3)),
                    "expires_days": draw(st.sampled_from([None, 1, 2])),
                }
            )
        )
    return tuple(found)


windows = st.builds(
    WindowDoc,
    days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(tuple),
    opens=st.sampled_from(["08:00", "09:15", "13:00"]),
    closes=st.sampled_from(["12:30", "17:00", "20:00"]),
    holidays=st.sampled_from(["", "DE-BY"]),
)


def publish(
    key: str, mails: tuple[MessageDoc, ...], window: WindowDoc, priority: int
) -> SequenceVersion:
    document = SequenceDoc(
        key=key, name=key.title(), window=window, messages=mails, priority=priority
    )
    return publish_sequence(
        sequence=Sequence.objects.create(key=key, name=key, priority=priority),
        document=document,
        theme=ThemeColours(),
        time_zone="Europe/Stockholm",
        language="en",
        now=NOW,
    )


def drive(start: datetime) -> None:
    """The engine with a clock that jumps from one due moment to the next."""
    clock = Clock(start)
    for _round in range(3_000):
        places = Enrollment.objects.filter(state="active", due_at__isnull=False)
        mails = Delivery.objects.filter(state="scheduled")
        times = [*places.values_list("due_at", flat=True), *mails.values_list("due_at", flat=True)]
        due = [at for at in times if at is not None]
        if not due or min(due) > start + HORIZON:
            return
        clock.at = max(clock.at, min(due))
        send_batch(dispatch(clock.at), clock=clock)
    raise AssertionError("The engine never came to an end.")


def sent(lead: Lead) -> list[tuple[int, str, datetime]]:
    rows = Delivery.objects.filter(lead=lead, state="accepted").order_by("accepted_at", "pk")
    return [
        (row.enrollment_id or 0, row.message_key, cast("datetime", row.accepted_at)) for row in rows
    ]


class TestRehearsal(TestCase):
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_rehearsal_without_acts_is_what_the_engine_does(self, data: st.DataObject) -> None:
        lead = make_lead()
        lead.time_zone = data.draw(st.sampled_from(["", *ZONES]))
        lead.save()
        address = make_reader()
        address.lead = lead
        address.save()
        for number in range(data.draw(st.integers(1, 2))):
            version = publish(
                f"series-{number}",
                data.draw(messages()),
                data.draw(windows),
                data.draw(st.sampled_from([3, 5])),
            )
            enroll(
                lead=lead,
                address=address,
                version=version,
                funnel_id=number + 1,
                visit_id=7,
                now=NOW,
            )
        # With room for more mails the engine looks less often, and the clock of a test is quicker.
        cap_day, cap_week = data.draw(st.sampled_from([(1, 3), (2, 5), (3, 20)]))
        save_rules(MailRules(cap_day=cap_day, cap_week=cap_week))
        address.gets_fewer = data.draw(st.booleans())
        address.save()
        before = everything()
        told = rehearse(lead, now=NOW)
        assert everything() == before
        drive(NOW)
        foretold = [
            (event.place, event.key, event.at)
            for event in told.events
            if event.kind == "sent" and event.at <= NOW + HORIZON
        ]
        assert foretold == sent(lead)


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of ours, whole."""
    found: dict[str, list[dict[str, object]]] = {}
    for label in ("leads", "nurture"):
        for model in apps.get_app_config(label).get_models():
            rows = model._default_manager.order_by("pk").values()
            found[model.__name__] = list(rows)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act", ["", "offer", "call", "reply", "unsubscribe", "claimed", "step:guide", "answer:one:yes"]
)
def test_rehearsal_changes_nothing_whatever_is_imagined(act: str) -> None:
    lead = make_enrollment().lead
    before = everything()
    rehearse(lead, now=NOW, imagined=Imagined(act, at=NOW + timedelta(days=1)))
    rehearse(lead, now=NOW, imagined=Imagined(act, after_mails=1))
    assert everything() == before


def kinds(lead: Lead, act: str, **when: object) -> list[tuple[str, str]]:
    told = rehearse(lead, now=NOW, imagined=Imagined(act, **when))  # type: ignore[arg-type]
    return [(event.kind, event.key or event.reason) for event in told.events]


@pytest.mark.django_db
def test_rehearsal_of_a_goal_ends_the_series() -> None:
    lead = make_enrollment().lead
    assert kinds(lead, "") == [("sent", "one"), ("sent", "two"), ("finished", "")]
    assert kinds(lead, "offer", after_mails=1) == [
        ("sent", "one"),
        ("act", "offer"),
        ("ended", "goal"),
    ]


@pytest.mark.django_db
def test_rehearsal_of_a_reply_rests_a_week() -> None:
    lead = make_enrollment().lead
    told = rehearse(lead, now=NOW, imagined=Imagined("reply", after_mails=1))
    assert [event.kind for event in told.events] == ["sent", "act", "held", "sent", "finished"]
    first, second = [event.at for event in told.events if event.kind == "sent"]
    assert timedelta(days=7) < second - first < timedelta(days=8)


@pytest.mark.django_db
def test_rehearsal_of_a_claim_waits_until_somebody_acts() -> None:
    lead = make_enrollment().lead
    assert kinds(lead, "claimed", at=NOW) == [("act", "claimed"), ("blocked", "one")]


@pytest.mark.django_db
def test_rehearsal_of_a_series_nobody_is_on_yet() -> None:
    lead = make_reader().lead
    version = make_version(message("one"), message("two", days=2), window=ALL_DAY)
    told = rehearse(lead, now=NOW, version=version, funnel_id=3)
    assert [(step.kind, step.number) for step in told.steps] == [
        ("sent", 1),
        ("sent", 2),
        ("finished", 0),
    ]


@pytest.mark.django_db
def test_rehearsal_is_bounded() -> None:
    version = make_version(*(message(f"m{number}", days=300) for number in range(5)))
    lead = make_enrollment(version=version).lead
    told = rehearse(lead, now=NOW)
    assert [event.kind for event in told.events] == ["sent"]
    assert told.is_cut


@pytest.mark.django_db
def test_rehearsal_keeps_to_the_daily_limit_of_the_whole_house() -> None:
    lead = make_enrollment().lead
    save_rules(MailRules(most_a_day=2))
    for hours in (30, 5, 3):
        others = make_enrollment()
        Delivery.objects.create(
            lead=others.lead,
            address=others.address,
            purpose="marketing",
            dedupe_key=f"other:{hours}",
            state="accepted",
            created_at=NOW,
            due_at=NOW,
            handed_over_at=NOW - timedelta(hours=hours),
        )
        others.delete()
    told = rehearse(lead, now=NOW)
    # Of the two of the last day the older one left five hours ago.
    free = NOW + timedelta(hours=19)
    assert [(event.kind, event.reason) for event in told.events[:2]] == [
        ("held", "most_a_day"),
        ("sent", ""),
    ]
    foretold = told.events[1].at
    assert foretold >= free
    assert len(told.unforeseen) == 1
    # Whoever looks again at that moment gets it, and nobody before.
    [pk] = dispatch(NOW)
    send_batch([pk], clock=Clock())
    row = Delivery.objects.get(pk=pk)
    assert (row.state, row.held_reason) == ("scheduled", "most_a_day")
    send_batch(dispatch(foretold), clock=Clock(foretold))
    row.refresh_from_db()
    assert (row.state, row.accepted_at) == ("accepted", foretold)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "is_slowed", "told"),
    [
        ({}, False, []),
        ({"google_a_minute": 5}, False, []),
        ({"others_a_minute": 5}, False, ["provider gets only so many mails a minute"]),
        ({"most_a_day": 5}, False, ["limit of mails a day for everybody"]),
        ({}, True, ["slowed down after complaints"]),
    ],
)
def test_rehearsal_says_what_it_does_not_foresee(
    rule: dict[str, int], is_slowed: bool, told: list[str]
) -> None:
    lead = make_enrollment().lead
    save_rules(MailRules(**rule))
    if is_slowed:
        Sequence.objects.update(slowed_at=NOW)
    words = rehearse(lead, now=NOW).unforeseen
    assert len(words) == len(told)
    assert all(part in each for part, each in zip(told, words, strict=True))
