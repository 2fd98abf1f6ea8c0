from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.models import Consent, EmailAddress, Lead
from nurture.models import Delivery, Enrollment, Sequence, SequenceVersion
from nurture.planning.enrolling import enroll, leave
from tests.leads.factories import NOW, make_consent
from tests.nurture.factories import make_enrollment, make_reader
from tests.nurture.planning.series import mail, published
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + 30 * DAY
Exit = Enrollment.Exit


def walk(
    version: SequenceVersion, address: EmailAddress, visit_id: int | None, *, day: int = 0
) -> Enrollment | None:
    """What this visit leads to, so many days after NOW."""
    return enroll(
        lead=address.lead,
        address=address,
        version=version,
        funnel_id=1,
        visit_id=visit_id,
        now=NOW + day * DAY,
    )


def runs(address: EmailAddress) -> list[tuple[int, str, int | None]]:
    rows = Enrollment.objects.filter(address=address).order_by("run")
    return list(rows.values_list("run", "state", "visit_id"))


def ended(*, reentry_days: int | None, reason: Exit | None) -> Enrollment:
    """Somebody whose first run ended at NOW."""
    version = published(mail("one"), mail("two"), reentry_days=reentry_days)
    place = make_enrollment(version=version, funnel_id=1)
    dispatch(NOW)
    Delivery.objects.update(state="accepted", handed_over_at=NOW)
    if reason is None:
        Enrollment.objects.update(state="finished", ended_at=NOW, due_at=None)
    else:
        leave([place.pk], reason=reason, now=NOW)
    place.refresh_from_db()
    return place


@pytest.mark.parametrize(
    ("reentry_days", "visit_id", "day", "is_new"),
    [
        (30, 8, 30, True),
        (0, 8, 0, True),
        # Too early, the same walk, an older one, none, and a series that nobody comes back to.
        (30, 8, 29, False),
        (30, 7, 30, False),
        (30, 6, 30, False),
        (30, None, 30, False),
        (None, 8, 700, False),
    ],
)
def test_a_new_walk_begins_a_new_run(
    reentry_days: int | None, visit_id: int | None, day: int, is_new: bool
) -> None:
    first = ended(reentry_days=reentry_days, reason=None)
    again = walk(first.version, first.address, visit_id, day=day)

    assert again is not None
    if not is_new:
        assert again == first
        assert runs(first.address) == [(1, "finished", 7)]
        return
    assert again == walk(first.version, first.address, visit_id, day=day + 1)
    assert runs(first.address) == [(1, "finished", 7), (2, "active", visit_id)]
    dispatch(NOW + day * DAY)
    assert set(Delivery.objects.values_list("dedupe_key", flat=True)) == {
        f"seq:{first.pk}:one",
        f"seq:{again.pk}:one",
    }


@pytest.mark.parametrize(
    ("reason", "is_new"),
    [
        (Exit.GOAL, True),
        (Exit.REPLACED, True),
        (Exit.WON, False),
        (Exit.DISQUALIFIED, False),
        (Exit.UNSUBSCRIBED, False),
        (Exit.BOUNCED, False),
        (Exit.STOPPED, False),
        (Exit.ERASED, False),
    ],
)
def test_why_somebody_left_decides_whether_they_may_come_back(reason: Exit, is_new: bool) -> None:
    first = ended(reentry_days=10, reason=reason)
    walk(first.version, first.address, 8, day=10)

    assert len(runs(first.address)) == (2 if is_new else 1)


def test_who_unsubscribed_comes_back_with_a_consent_of_later() -> None:
    first = ended(reentry_days=10, reason=Exit.UNSUBSCRIBED)
    make_consent(first.address, at=NOW + 5 * DAY, needs_confirmation=False)
    walk(first.version, first.address, 8, day=10)

    assert runs(first.address) == [(1, "exited", 7), (2, "active", 8)]


def test_who_was_won_meanwhile_begins_nothing_anew() -> None:
    first = ended(reentry_days=10, reason=None)
    Lead.objects.update(stage=Lead.Stage.WON)
    first.lead.refresh_from_db()
    again = enroll(
        lead=first.lead,
        address=first.address,
        version=first.version,
        funnel_id=1,
        visit_id=8,
        now=LATER,
    )
    assert again == first


def test_a_paused_series_is_begun_and_waits() -> None:
    version, address = published(mail("one")), make_reader()
    Sequence.objects.update(is_paused=True)

    assert walk(version, address, 7) is not None
    assert dispatch(LATER) == []


def test_a_run_has_the_priority_of_its_series() -> None:
    place = make_enrollment(version=published(mail("one"), priority=2))

    assert (place.priority, place.run) == (2, 1)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 40)), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_walks_come_there_is_one_run_at_a_time(walks: list[tuple[int, int]]) -> None:
    version, address = published(mail("one"), reentry_days=10), make_reader()
    for visit_id, day in sorted(walks, key=lambda each: each[1]):
        first, again = (walk(version, address, visit_id, day=day) for _ in range(2))
        assert first == again
        assert Enrollment.objects.filter(address=address, state="active").count() <= 1
        Enrollment.objects.filter(address=address, state="active", run__gt=day % 3).update(
            state="finished", ended_at=NOW + day * DAY, due_at=None
        )
    numbers = [number for number, _state, _visit in runs(address)]
    assert numbers == list(range(1, len(numbers) + 1))


def at_once(*jobs: Callable[[], object]) -> None:
    def run(job: Callable[[], object]) -> object:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_walks_that_race_end_in_one_row() -> None:
    version, address = published(mail("one"), reentry_days=10), make_reader()
    at_once(*[lambda: walk(version, address, 7)] * 4)
    assert runs(address) == [(1, "active", 7)]

    Enrollment.objects.update(state="finished", ended_at=NOW, due_at=None)
    at_once(*[lambda: walk(version, address, 8, day=10)] * 4)
    assert runs(address) == [(1, "finished", 7), (2, "active", 8)]
    assert Consent.objects.filter(address=address).exists()
