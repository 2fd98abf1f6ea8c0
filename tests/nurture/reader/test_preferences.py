"""What a reader chooses: topics, a pause, fewer mails; and what the hand-over makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from leads.consents import confirm_address
from leads.models import Consent, EmailAddress
from leads.permission import may_email
from nurture.models import Delivery, Enrollment
from nurture.planning.enrolling import enroll
from nurture.reader.preferences import FURTHER, PAUSE, Topic, Wishes, keep_choices, reader_choices
from nurture.sending.claiming import claim
from nurture.sending.handover import hand_over
from tests.leads.factories import NOW, make_address, make_consent
from tests.nurture.factories import make_enrollment, make_reader, make_requested, make_version
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def topics(address: EmailAddress) -> list[tuple[str, bool]]:
    shown = reader_choices(address, now=NOW).topics
    return [(topic.key, topic.is_on) for topic in shown]


def offered(address: EmailAddress, now: datetime = NOW) -> Delivery | None:
    """The next mail of the address's series, as far as the hand-over."""
    ids = dispatch(now, limit=10, pace=None)
    found = None
    for pk in ids:
        found = claim(delivery_id=pk, now=now)
        assert found is not None
        hand_over(delivery=found, message_id="<a@b>", subject="Hi", now=now, pace=None)
    return Delivery.objects.get(pk=found.pk) if found else None


def test_choices_name_the_series_one_is_on_and_the_further_mails() -> None:
    enrollment = make_enrollment()
    assert reader_choices(enrollment.address, now=NOW).topics == [
        Topic(
            str(enrollment.sequence_id),
            "Five quiet fixes",
            is_on=True,
            purpose="marketing",
            funnel_id=enrollment.funnel_id,
        ),
        Topic(FURTHER, "", is_on=True, purpose="marketing"),
    ]


def test_choices_name_a_series_that_waits_for_the_confirm_press() -> None:
    address, version = make_address(), make_version(purpose="series")
    row = make_consent(address, purpose="series")
    Consent.objects.filter(pk=row.pk).update(topic=str(version.sequence_id))
    [topic] = reader_choices(address, now=NOW).topics
    assert (topic.name, topic.is_on, topic.is_waiting) == ("Five quiet fixes", True, True)
    confirm_address(address=address, now=NOW, channel="mail")
    [topic] = reader_choices(address, now=NOW).topics
    assert (topic.is_on, topic.is_waiting) == (True, False)


def test_choices_of_somebody_who_only_got_what_they_asked_for_are_none() -> None:
    assert reader_choices(make_requested().address, now=NOW).topics == []


def test_choices_leave_out_a_series_that_ended_by_itself() -> None:
    enrollment = make_enrollment()
    Enrollment.objects.update(state="finished", ended_at=NOW, due_at=None)
    assert topics(enrollment.address) == [(FURTHER, True)]


def test_leaving_a_series_ends_it_and_keeps_the_rest() -> None:
    address = make_reader()
    first = make_enrollment(address=address)
    second = make_enrollment(address=address)
    dispatch(NOW, limit=10, pace=None)
    keep_choices(address=address, wishes=Wishes(left=frozenset({str(first.sequence_id)})), now=NOW)
    states = dict(Enrollment.objects.values_list("pk", "state"))
    assert states == {first.pk: "exited", second.pk: "active"}
    assert Delivery.objects.get(enrollment=first).state == "cancelled"
    row = Consent.objects.get(moment="withdrawn")
    assert (row.purpose, row.topic) == ("marketing", str(first.sequence_id))
    assert row.text == "Choose what you get: left “Five quiet fixes”"
    assert may_email(address=address, purpose="marketing") == ""
    assert topics(address) == [
        (str(first.sequence_id), False),
        (str(second.sequence_id), True),
        (FURTHER, True),
    ]


def test_leaving_further_mails_ends_every_marketing_series() -> None:
    address = make_reader()
    make_enrollment(address=address)
    make_enrollment(address=address)
    keep_choices(address=address, wishes=Wishes(left=frozenset({FURTHER})), now=NOW)
    assert not Enrollment.objects.filter(state="active").exists()
    assert may_email(address=address, purpose="marketing") == "no_consent"


def test_leaving_twice_and_ticking_again_change_nothing() -> None:
    enrollment = make_enrollment()
    wishes = Wishes(left=frozenset({str(enrollment.sequence_id), FURTHER, "999", "nonsense"}))
    keep_choices(address=enrollment.address, wishes=wishes, now=NOW)
    rows = list(Consent.objects.values_list())
    keep_choices(address=enrollment.address, wishes=wishes, now=NOW)
    keep_choices(address=enrollment.address, wishes=Wishes(), now=NOW)
    assert list(Consent.objects.values_list()) == rows
    assert Enrollment.objects.get().state == "exited"


def test_a_series_that_was_left_does_not_begin_again_by_itself() -> None:
    enrollment = make_enrollment()
    left = Wishes(left=frozenset({str(enrollment.sequence_id)}))
    keep_choices(address=enrollment.address, wishes=left, now=NOW)
    enroll(
        lead=enrollment.lead,
        address=enrollment.address,
        version=enrollment.version,
        funnel_id=enrollment.funnel_id,
        visit_id=7,
        now=NOW,
    )
    assert Enrollment.objects.get().state == "exited"


def test_a_pause_holds_the_series_until_it_is_over() -> None:
    enrollment = make_enrollment()
    keep_choices(address=enrollment.address, wishes=Wishes(pause=True), now=NOW)
    held = offered(enrollment.address)
    assert held is not None
    assert (held.state, held.held_reason) == ("scheduled", "paused_by_reader")
    assert held.due_at >= NOW + PAUSE
    assert reader_choices(EmailAddress.objects.get(), now=NOW).paused_until == NOW + PAUSE
    assert offered(enrollment.address, NOW + PAUSE - timedelta(hours=1)) is None
    sent = offered(enrollment.address, NOW + PAUSE + timedelta(days=1))
    assert sent is not None
    assert sent.state == "handed_over"
    over = reader_choices(EmailAddress.objects.get(), now=NOW + PAUSE)
    assert over.paused_until is None


def test_a_pause_that_began_after_the_claim_holds_the_mail() -> None:
    enrollment = make_enrollment()
    [pk] = dispatch(NOW, limit=10, pace=None)
    mail = claim(delivery_id=pk, now=NOW)
    assert mail is not None
    keep_choices(address=enrollment.address, wishes=Wishes(pause=True), now=NOW)
    assert not hand_over(delivery=mail, message_id="<a@b>", subject="Hi", now=NOW, pace=None)
    assert Delivery.objects.get().held_reason == "paused_by_reader"


def test_going_on_lets_the_held_mail_out_at_once() -> None:
    enrollment = make_enrollment()
    keep_choices(address=enrollment.address, wishes=Wishes(pause=True), now=NOW)
    offered(enrollment.address)
    keep_choices(address=enrollment.address, wishes=Wishes(go_on=True), now=NOW)
    assert EmailAddress.objects.get().paused_until is None
    sent = offered(enrollment.address)
    assert sent is not None
    assert sent.state == "handed_over"


def test_a_pause_does_not_hold_what_was_just_asked_for() -> None:
    address = make_reader()
    keep_choices(address=address, wishes=Wishes(pause=True, gets_fewer=True), now=NOW)
    mail = claim(delivery_id=make_requested(address=address).pk, now=NOW)
    assert mail is not None
    assert hand_over(delivery=mail, message_id="<a@b>", subject="Hi", now=NOW, pace=None)


def test_fewer_mails_means_one_of_any_series_a_week() -> None:
    address = make_reader()
    make_enrollment(address=address)
    keep_choices(address=address, wishes=Wishes(gets_fewer=True), now=NOW)
    first = offered(address)
    assert first is not None
    assert first.state == "handed_over"
    make_enrollment(address=address, now=NOW + timedelta(days=2))
    held = offered(address, NOW + timedelta(days=2))
    assert held is not None
    assert (held.state, held.held_reason) == ("scheduled", "fewer")
    again = offered(address, NOW + timedelta(days=8))
    assert again is not None
    assert again.state == "handed_over"


def test_wanting_more_again_lets_the_held_mail_out() -> None:
    address = make_reader()
    make_enrollment(address=address)
    keep_choices(address=address, wishes=Wishes(gets_fewer=True), now=NOW)
    offered(address)
    make_enrollment(address=address, now=NOW + timedelta(days=2))
    offered(address, NOW + timedelta(days=2))
    keep_choices(address=address, wishes=Wishes(), now=NOW + timedelta(days=2))
    out = offered(address, NOW + timedelta(days=2))
    assert out is not None
    assert out.state == "handed_over"


def test_the_language_is_kept() -> None:
    address = make_reader()
    kept = keep_choices(address=address, wishes=Wishes(language="de"), now=NOW)
    assert kept.language == EmailAddress.objects.get().language == "de"
