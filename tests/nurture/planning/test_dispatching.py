from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from leads.activity import record_acts
from leads.facts import write_facts
from leads.models import Lead
from leads.suppressing import suppress
from nurture.models import Delivery, Enrollment, Sequence, SequenceVersion
from quizzes.conditions import OutcomeIs
from tests.leads.factories import NOW, make_act, make_story
from tests.nurture.factories import (
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def test_dispatch_makes_one_delivery_however_often_it_runs() -> None:
    enrollment = make_enrollment()

    ids = [dispatch(NOW) for _ in range(3)]

    delivery = Delivery.objects.get()
    assert ids == [[delivery.pk]] * 3
    assert delivery.dedupe_key == f"seq:{enrollment.pk}:one"
    assert (delivery.purpose, delivery.state, delivery.due_at) == ("marketing", "scheduled", NOW)
    enrollment.refresh_from_db()
    assert (enrollment.due_at, enrollment.lease_id, enrollment.lease_until) == (None, "", None)


def test_dispatch_never_makes_a_mail_twice() -> None:
    enrollment = make_enrollment()
    dispatch(NOW)
    Delivery.objects.update(state=Delivery.State.CANCELLED)
    Enrollment.objects.update(due_at=NOW)

    dispatch(NOW)

    assert [each.dedupe_key for each in Delivery.objects.order_by("pk")] == [
        f"seq:{enrollment.pk}:one",
        f"seq:{enrollment.pk}:two",
    ]


def test_one_open_delivery_is_a_law_of_the_database() -> None:
    enrollment = make_enrollment()
    dispatch(NOW)
    second = Delivery.objects.get()
    second.pk, second.dedupe_key = None, f"seq:{enrollment.pk}:two"

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_dispatch_rings_what_was_planned_before_and_is_due() -> None:
    early, late = make_requested(), make_requested(now=NOW + timedelta(hours=1))

    assert dispatch(NOW) == [early.pk]
    assert dispatch(NOW + timedelta(hours=1)) == [early.pk, late.pk]
    assert dispatch(NOW + timedelta(hours=1), limit=1) == [early.pk]


def test_dispatch_passes_over_a_mail_whose_condition_is_not_met() -> None:
    only_bold = OutcomeIs(fact="outcome", any_of=("bold",))
    version = make_version(message("one", show_if=only_bold), message("two", days=1))
    enrollment = make_enrollment(version=version)
    write_facts(lead_id=enrollment.lead_id, story=make_story(visit_id=7))

    assert dispatch(NOW) == []
    skipped = Delivery.objects.get()
    assert (skipped.message_key, skipped.state, skipped.skipped_reason) == (
        "one",
        "skipped",
        "condition",
    )
    enrollment.refresh_from_db()
    assert (enrollment.position, enrollment.due_at) == (1, NOW + timedelta(days=1))


def test_dispatch_writes_a_mail_whose_condition_is_met() -> None:
    only_quiet = OutcomeIs(fact="outcome", any_of=("quiet",))
    enrollment = make_enrollment(version=make_version(message("one", show_if=only_quiet)))
    write_facts(lead_id=enrollment.lead_id, story=make_story(visit_id=7))

    assert len(dispatch(NOW)) == 1


def test_dispatch_finishes_a_series_whose_last_mail_is_passed_over() -> None:
    never = OutcomeIs(fact="outcome", any_of=("bold",))
    enrollment = make_enrollment(version=make_version(message("one", show_if=never)))

    dispatch(NOW)

    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.ended_at, enrollment.due_at) == ("finished", NOW, None)


def win(enrollment: Enrollment) -> None:
    Lead.objects.filter(pk=enrollment.lead_id).update(stage=Lead.Stage.WON)


def disqualify(enrollment: Enrollment) -> None:
    Lead.objects.filter(pk=enrollment.lead_id).update(stage=Lead.Stage.DISQUALIFIED)


def unsubscribe(enrollment: Enrollment) -> None:
    suppress(address=enrollment.address, reason="unsubscribed", now=NOW)


def bounce(enrollment: Enrollment) -> None:
    suppress(address=enrollment.address, reason="bounced", now=NOW)


def ask_for_a_call(enrollment: Enrollment) -> None:
    act = make_act("call_asked", kind="call", at=NOW + timedelta(minutes=1))
    record_acts(lead=enrollment.lead, acts=[act], now=NOW)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (win, "won"),
        (disqualify, "disqualified"),
        (unsubscribe, "unsubscribed"),
        (bounce, "bounced"),
        (ask_for_a_call, "goal"),
    ],
)
def test_dispatch_ends_a_series(event: Callable[[Enrollment], None], reason: str) -> None:
    enrollment = make_enrollment()
    event(enrollment)

    assert dispatch(NOW) == []
    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.exit_reason) == ("exited", reason)
    assert not Delivery.objects.exists()


def test_dispatch_ignores_a_goal_from_before_the_series() -> None:
    address = make_reader()
    act = make_act("offer_pressed", kind="offer", at=NOW - timedelta(days=1))
    record_acts(lead=address.lead, acts=[act], now=NOW)
    make_enrollment(address=address)

    assert len(dispatch(NOW)) == 1


def test_dispatch_leaves_a_paused_series_alone() -> None:
    make_enrollment()
    Sequence.objects.update(is_paused=True)

    assert (dispatch(NOW), Delivery.objects.count()) == ([], 0)


def test_dispatch_goes_on_beside_a_series_that_cannot_be_read() -> None:
    broken, whole = make_enrollment(), make_enrollment()
    SequenceVersion.objects.filter(pk=broken.version_id).update(document="{}")

    dispatch(NOW)

    assert Delivery.objects.get().enrollment == whole
    broken.refresh_from_db()
    assert (broken.state, broken.due_at) == ("active", NOW + timedelta(hours=1))


def test_dispatch_asks_no_more_for_more_people(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    version = make_version()
    for _ in range(12):
        make_enrollment(version=version)

    with django_assert_max_num_queries(16):
        assert len(dispatch(NOW)) == 12
