from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from leads.models import Lead
from nurture.models import Delivery, Enrollment, MailStop, Sequence
from nurture.sending.batch import send_batch
from nurture.sending.stopping import (
    ALL,
    SERVER,
    group_scope,
    lead_scope,
    mail_scope,
    pause,
    resume,
    series_scope,
    standing_stops,
    stop,
)
from tests.leads.factories import NOW
from tests.nurture.factories import (
    Clock,
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db

Scope = Callable[[Enrollment], str]


def of_mail(place: Enrollment) -> str:
    return mail_scope(place.sequence_id, "one")


def of_lead(place: Enrollment) -> str:
    return lead_scope(place.lead_id)


def of_series(place: Enrollment) -> str:
    return series_scope(place.sequence_id)


def of_group(place: Enrollment) -> str:
    return group_scope("google")


def of_all(place: Enrollment) -> str:
    return ALL


def place() -> Enrollment:
    return make_enrollment(address=make_reader(text="mara@gmail.com"))


def states(*deliveries: Delivery) -> list[tuple[str, str]]:
    rows = [Delivery.objects.get(pk=each.pk) for each in deliveries]
    return [(row.state, row.held_reason or row.skipped_reason) for row in rows]


@pytest.mark.parametrize(
    ("scope", "held", "holds_requested"),
    [
        (of_mail, "mail_paused", False),
        (of_lead, "lead_paused", False),
        (of_series, "paused", False),
        (of_group, "stop_staff", True),
        (of_all, "", True),
    ],
)
def test_pause_holds_what_it_covers_until_resume(
    smtp_server: MailServer, scope: Scope, held: str, holds_requested: bool
) -> None:
    mine = place()
    requested = make_requested(address=mine.address)
    other = make_enrollment(address=make_reader(text="b@example.com"))
    ids = dispatch(NOW)
    pause(scope=scope(mine), by="Anna", now=NOW)
    [row] = standing_stops([scope(mine)], NOW).values()
    assert (row.kind, row.reason) == ("staff", "Anna")

    clock = Clock()
    send_batch(ids, clock=clock)
    [delivery] = mine.deliveries.all()
    assert states(delivery) == [("scheduled", held)]
    sent = states(requested)[0][0] == "accepted"
    assert sent is not holds_requested
    assert (other.deliveries.get().state == "accepted") is (scope is not of_all)

    clock.move(minutes=5)
    resume(scope=scope(mine), now=clock.at)
    assert standing_stops([scope(mine)], clock.at) == {}
    send_batch(dispatch(clock.at), clock=clock)
    assert states(delivery, requested) == [("accepted", ""), ("accepted", "")]
    holds = Delivery.objects.get(pk=delivery.pk).holds
    assert [hold["reason"] for hold in holds] == ([held] if held else [])


@pytest.mark.parametrize("scope", [of_lead, of_series, of_all])
def test_stop_ends_everybody_it_covers_at_once(scope: Scope) -> None:
    mine, other = place(), make_enrollment()
    [first] = [pk for pk in dispatch(NOW) if Delivery.objects.get(pk=pk).enrollment_id == mine.pk]

    ended = stop(scope=scope(mine), by="Anna", now=NOW)

    assert ended == (2 if scope is of_all else 1)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, mine.exit_reason, mine.ended_at, mine.due_at) == (
        "exited",
        "stopped",
        NOW,
        None,
    )
    assert states(Delivery.objects.get(pk=first)) == [("cancelled", "stopped")]
    assert (other.exit_reason == "stopped") is (scope is of_all)
    # A person who comes again is welcome; everything and a series stay paused.
    assert MailStop.objects.exists() is (scope is not of_lead)
    assert Sequence.objects.filter(is_paused=True).exists() is (scope is of_series)


@pytest.mark.parametrize("people", [2, 12])
def test_stop_takes_single_statements_however_many_people(
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]], people: int
) -> None:
    version = make_version()
    for _ in range(people):
        make_enrollment(version=version)
    dispatch(NOW)

    with django_assert_max_num_queries(14):
        assert stop(scope=series_scope(version.sequence_id), by="Anna", now=NOW) == people


def test_stop_of_one_mail_leaves_it_out_for_everybody(smtp_server: MailServer) -> None:
    version = make_version(message("one"), message("two", days=1))
    early, late = make_enrollment(version=version), make_enrollment(version=version)
    pause(scope=of_mail(early), by="Anna", now=NOW)
    clock = Clock()
    send_batch(dispatch(clock.at), clock=clock)

    assert stop(scope=of_mail(early), by="Anna", now=NOW) == 2
    clock.move(minutes=1)
    send_batch(dispatch(clock.at), clock=clock)

    assert set(Delivery.objects.values_list("state", "skipped_reason")) == {("skipped", "stopped")}
    for each in (early, late):
        each.refresh_from_db()
        assert (each.state, each.position, each.due_at) == (
            "active",
            1,
            clock.at + timedelta(days=1),
        )
    clock.move(days=1)
    send_batch(dispatch(clock.at), clock=clock)
    assert [str(mail["Subject"]) for mail in smtp_server.messages] == ["Mail two"] * 2


def test_pause_of_a_person_covers_the_rows_that_were_merged() -> None:
    mine, other = place(), place_of_same_person()
    Lead.objects.filter(pk=other.lead_id).update(merged_into=mine.lead_id)

    assert stop(scope=lead_scope(other.lead_id), by="Anna", now=NOW) == 2


def place_of_same_person() -> Enrollment:
    return make_enrollment(address=make_reader(text="mara@work.example"))


def test_a_series_put_on_hold_in_the_admin_stands_too() -> None:
    mine = place()
    scope = of_series(mine)
    Sequence.objects.update(is_paused=True, pause_reason="complaints")
    assert standing_stops([scope], NOW)[scope].kind == "complaints"
    pause(scope=scope, by="Anna", now=NOW)
    Sequence.objects.update(is_paused=False)
    assert standing_stops([scope, SERVER], NOW) == {}


def test_nobody_can_be_taken_off_a_provider() -> None:
    with pytest.raises(ValueError):
        stop(scope=group_scope("google"), by="Anna", now=NOW)
