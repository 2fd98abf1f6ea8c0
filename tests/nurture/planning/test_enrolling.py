from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from leads.consents import confirm_address
from leads.models import EmailAddress, Lead
from leads.suppressing import suppress
from nurture.models import Delivery, Enrollment, SequenceVersion
from nurture.planning.enrolling import enroll, go_on, leave, release_held
from tests.leads.factories import NOW, make_address, make_consent
from tests.nurture.factories import make_enrollment, make_reader, make_version, message
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def test_enroll_is_idempotent() -> None:
    version, address = make_version(), make_reader()

    first = make_enrollment(version=version, address=address)
    again = make_enrollment(version=version, address=address, now=NOW + timedelta(days=1))

    assert first == again
    assert Enrollment.objects.count() == 1
    assert (again.position, again.anchor_at, again.due_at) == (0, NOW, NOW)


def test_enroll_counts_the_first_delay_in_wall_clock_time() -> None:
    version = make_version(message("one", days=1, at="09:30"))

    assert make_enrollment(version=version).due_at == NOW.replace(day=6, hour=7, minute=30)


def test_enroll_follows_the_pace_of_the_settings(settings: Settings) -> None:
    settings.DAY_SECONDS = 20.0
    version = make_version(message("one", days=3, at="09:30"))

    assert make_enrollment(version=version).due_at == NOW + timedelta(seconds=60)


def test_enroll_waits_for_the_confirm_press() -> None:
    version, address = make_version(), make_address()
    make_consent(address)

    def once() -> Enrollment | None:
        return enroll(
            lead=address.lead, address=address, version=version, funnel_id=1, visit_id=7, now=NOW
        )

    assert once() is None
    confirm_address(address=address, now=NOW, channel="mail")
    assert once() is not None


@pytest.mark.parametrize("reason", ["unsubscribed", "complained", "do_not_contact", "bounced"])
def test_enroll_respects_do_not_mail(reason: str) -> None:
    address = make_reader()
    suppress(address=address, reason=reason, now=NOW)

    assert (
        enroll(
            lead=address.lead,
            address=address,
            version=make_version(),
            funnel_id=1,
            visit_id=7,
            now=NOW,
        )
        is None
    )


def test_release_held_lets_go_of_mails_that_waited_for_the_confirmation() -> None:
    address = make_reader()
    make_enrollment(address=address)
    dispatch(NOW)
    later = NOW + timedelta(hours=6)
    Delivery.objects.update(held_reason="not_confirmed", due_at=later)

    assert release_held(address=address, now=NOW) == 1
    assert Delivery.objects.get(message_key="one").due_at == NOW


def test_enroll_ends_the_other_series_of_its_funnel_and_calls_its_mail_back() -> None:
    address = make_reader()
    elsewhere = make_enrollment(address=address, funnel_id=2)
    default = make_enrollment(address=address, funnel_id=1)
    # Both have a mail for the same day, and planning them one by one gives both.
    for place in (elsewhere, default):
        Enrollment.objects.filter(pk=place.pk).update(due_at=NOW)
        Enrollment.objects.exclude(pk=place.pk).update(due_at=NOW + timedelta(days=1))
        dispatch(NOW)

    better = make_enrollment(address=address, funnel_id=1)

    states = dict(Enrollment.objects.values_list("pk", "exit_reason"))
    assert states == {elsewhere.pk: "", default.pk: "replaced", better.pk: ""}
    assert dict(Delivery.objects.values_list("enrollment_id", "state")) == {
        elsewhere.pk: "scheduled",
        default.pk: "cancelled",
    }


def make_asked(*, mails: int = 3) -> tuple[EmailAddress, SequenceVersion]:
    """An address that asked for a series by name, and confirmed."""
    names = ("one", "two", "three")[:mails]
    version = make_version(*(message(name, days=1) for name in names), purpose="series")
    address = make_address()
    make_consent(address, purpose="series", topic=str(version.sequence_id))
    confirm_address(address=address, now=NOW, channel="mail")
    return address, version


def test_series_asked_for_begins_with_its_second_mail() -> None:
    address, version = make_asked()
    place = make_enrollment(version=version, address=address, first_is_sent=True)
    assert (place.position, place.anchor_at, place.due_at) == (1, NOW, NOW + timedelta(days=1))
    assert make_enrollment(version=version, address=address, first_is_sent=True) == place


def test_series_of_one_mail_is_finished_at_once() -> None:
    address, version = make_asked(mails=1)
    place = make_enrollment(version=version, address=address, first_is_sent=True)
    assert (place.state, place.due_at, place.ended_at) == ("finished", None, NOW)


def test_series_asked_for_and_that_of_a_result_run_beside_each_other() -> None:
    address, version = make_asked()
    make_consent(address, needs_confirmation=False)
    first = make_enrollment(address=address, funnel_id=1)
    asked = make_enrollment(version=version, address=address, funnel_id=1, first_is_sent=True)
    second = make_enrollment(address=address, funnel_id=1)
    assert dict(Enrollment.objects.values_list("pk", "exit_reason")) == {
        first.pk: "replaced",
        asked.pk: "",
        second.pk: "",
    }


def test_who_stopped_and_asks_again_goes_on_where_they_stopped() -> None:
    address, version = make_asked()
    place = make_enrollment(version=version, address=address, first_is_sent=True)
    dispatch(NOW + timedelta(days=1))
    Delivery.objects.update(state="accepted", handed_over_at=NOW)
    go_on(enrollment_id=place.pk, message_key="two", now=NOW + timedelta(days=1), pace=None)
    dispatch(NOW + timedelta(days=3))  # The third is planned, and called back.
    leave([place.pk], reason=Enrollment.Exit.UNSUBSCRIBED, now=NOW + timedelta(days=3))

    again = NOW + timedelta(days=9)
    make_enrollment(version=version, address=address, first_is_sent=True, now=again)
    place.refresh_from_db()
    assert (place.state, place.exit_reason, place.ended_at) == ("active", "", None)
    assert (place.position, place.anchor_at) == (2, again)
    dispatch(again + timedelta(days=2))
    assert list(Delivery.objects.order_by("pk").values_list("message_key", "state")) == [
        ("two", "accepted"),
        ("three", "scheduled"),
    ]


@pytest.mark.parametrize("reason", [Enrollment.Exit.WON, Enrollment.Exit.GOAL])
def test_who_left_for_another_reason_is_not_begun_again(reason: Enrollment.Exit) -> None:
    address, version = make_asked()
    place = make_enrollment(version=version, address=address, first_is_sent=True)
    leave([place.pk], reason=reason, now=NOW)
    again = make_enrollment(version=version, address=address, first_is_sent=True)
    assert (again.state, again.exit_reason) == ("exited", reason)


def test_leave_keeps_the_first_reason() -> None:
    enrollment = make_enrollment()
    leave([enrollment.pk], reason=Enrollment.Exit.WON, now=NOW)
    leave([enrollment.pk], reason=Enrollment.Exit.BOUNCED, now=NOW)

    enrollment.refresh_from_db()
    assert (enrollment.exit_reason, enrollment.ended_at, enrollment.due_at) == ("won", NOW, None)


def further_address(address: EmailAddress) -> EmailAddress:
    """Another one of the same person, who agreed with it too."""
    other = make_reader()
    EmailAddress.objects.filter(pk=other.pk).update(lead=address.lead)
    other.refresh_from_db()
    return other


def test_one_person_gets_a_series_once_whichever_address_they_give() -> None:
    version, address = make_version(), make_reader()
    first = make_enrollment(version=version, address=address)
    other = further_address(address)

    for is_asked in (False, True):
        again = make_enrollment(version=version, address=other, first_is_sent=is_asked)
        assert again == first
    assert [row.address for row in Enrollment.objects.all()] == [address]


@pytest.mark.parametrize(
    ("how", "begins"), [("finished", False), ("running", True), ("replaced", True)]
)
def test_what_a_merged_row_got_counts_as_far_as_nothing_goes_on_there(
    *, how: str, begins: bool
) -> None:
    version, address, other = make_version(), make_reader(), make_reader()
    first = make_enrollment(version=version, address=address)
    if how == "finished":
        end = {"state": "finished", "due_at": None, "ended_at": NOW}
        Enrollment.objects.filter(pk=first.pk).update(**end)
    elif how == "replaced":
        leave([first.pk], reason=Enrollment.Exit.REPLACED, now=NOW)
    Lead.objects.filter(pk=address.lead_id).update(merged_into=other.lead)

    assert (make_enrollment(version=version, address=other) != first) == begins


def test_another_address_takes_the_place_of_a_worse_fitting_series_all_the_same() -> None:
    version, address = make_version(), make_reader()
    first = make_enrollment(version=version, address=address, funnel_id=5)
    other = further_address(address)
    worse = make_enrollment(address=other, funnel_id=5)

    assert make_enrollment(version=version, address=other, funnel_id=5) == first
    worse.refresh_from_db()
    assert (worse.state, worse.exit_reason) == ("exited", "replaced")
    assert Enrollment.objects.get(state="active") == first


@pytest.mark.parametrize(
    ("reason", "begins"),
    [
        (Enrollment.Exit.BOUNCED, True),
        (Enrollment.Exit.UNSUBSCRIBED, True),
        (Enrollment.Exit.GOAL, False),
        (Enrollment.Exit.STOPPED, False),
    ],
)
def test_what_ended_elsewhere_begins_anew_only_where_the_address_was_the_reason(
    *, reason: Enrollment.Exit, begins: bool
) -> None:
    version, address = make_version(), make_reader()
    first = make_enrollment(version=version, address=address)
    leave([first.pk], reason=reason, now=NOW)
    other = further_address(address)

    again = make_enrollment(version=version, address=other)

    assert (again != first, Enrollment.objects.filter(state="active").exists()) == (begins, begins)


def test_a_trial_at_another_address_stands_by_itself() -> None:
    version, address = make_version(), make_reader()
    first = make_enrollment(version=version, address=address)
    Enrollment.objects.filter(pk=first.pk).update(day_seconds=20)
    other = further_address(address)

    assert make_enrollment(version=version, address=other) != first
