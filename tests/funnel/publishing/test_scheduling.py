from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from funnel.models import Funnel, Publication
from funnel.publishing import publish, unpublish
from funnel.publishing.history import MISSED, notes_of
from funnel.publishing.scheduling import (
    RefusedTimeError,
    missed,
    on_the_clock,
    plans,
    run_schedule,
    said,
    schedule,
)
from leads.models import Business
from tests.funnel.factories import NOW, make_document, make_funnel
from tests.funnel.row_counts import rows
from tests.laws import cases

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


@pytest.fixture
def mia(db: None) -> User:
    return User.objects.create_user("mia")


def appoint(funnel: Funnel, by: User, **times: datetime | None) -> None:
    both = {"goes_live_at": None, "comes_down_at": None, **times}
    schedule(funnel=funnel, now=NOW, by=by, **both)


def test_goes_live_and_comes_down_when_it_is_time_and_only_once(mia: User) -> None:
    funnel = make_funnel()
    appoint(funnel, mia, goes_live_at=NOW + HOUR, comes_down_at=NOW + 3 * HOUR)

    run_schedule(now=NOW + HOUR - timedelta(seconds=1))
    assert Funnel.objects.get().publication is None

    run_schedule(now=NOW + HOUR)
    live = Funnel.objects.get()
    assert (live.goes_live_at, live.comes_down_at) == (None, NOW + 3 * HOUR)
    assert Publication.objects.values_list("number", "published_at", "published_by").get() == (
        1,
        NOW + HOUR,
        mia.pk,
    )
    before = rows()
    assert run_schedule(now=NOW + 2 * HOUR) == 0
    assert rows() == before

    run_schedule(now=NOW + 3 * HOUR)
    down = Funnel.objects.get()
    assert (down.publication, down.comes_down_at) == (None, None)
    assert run_schedule(now=NOW + 4 * HOUR) == 0


def test_a_draft_with_errors_stays_down_says_so_and_holds_up_nobody(mia: User) -> None:
    broken, other = make_funnel(), make_funnel(make_document(slug="other"))
    for funnel in (broken, other):
        appoint(funnel, mia, goes_live_at=NOW + HOUR)
    broken.steps.filter(kind="offer").delete()

    run_schedule(now=NOW + HOUR)

    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.publication, broken.goes_live_at) == (None, None)
    assert other.publication is not None
    note = missed(broken)
    assert note is not None
    assert (note.action_flag, note.user) == (MISSED, mia)
    assert note.change_message.startswith("It could not go live Mon 11:00: ")
    run_schedule(now=NOW + 2 * HOUR)
    assert notes_of(broken).filter(action_flag=MISSED).count() == 1


def test_what_breaks_one_funnel_leaves_the_others_their_time(
    mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_funnel(), make_funnel(make_document(slug="other"))
    for funnel in (first, second):
        appoint(funnel, mia, goes_live_at=NOW + HOUR)

    def breaking(*, funnel: Funnel, now: datetime, by: User | None) -> Publication:
        if funnel.pk == first.pk:
            raise OSError
        return publish(funnel=funnel, now=now, by=by)

    monkeypatch.setattr("funnel.publishing.scheduling.publish", breaking)
    run_schedule(now=NOW + HOUR)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.publication, first.goes_live_at) == (None, NOW + HOUR)
    assert second.publication is not None


def test_publishing_and_taking_down_by_hand_are_done_with_the_appointed_time(mia: User) -> None:
    funnel = make_funnel()
    appoint(funnel, mia, goes_live_at=NOW + HOUR, comes_down_at=NOW + 2 * HOUR)

    publish(funnel=funnel, now=NOW, by=mia)
    assert plans(Funnel.objects.get(), now=NOW) == ["Comes down Mon 12:00"]

    unpublish(funnel=funnel, by=mia)
    assert plans(Funnel.objects.get(), now=NOW) == []


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"goes_live_at": NOW}, "goes_live_at"),
        ({"goes_live_at": NOW + HOUR, "comes_down_at": NOW - HOUR}, "comes_down_at"),
        ({"goes_live_at": NOW + HOUR, "comes_down_at": NOW + HOUR}, "comes_down_at"),
        ({"comes_down_at": NOW + HOUR}, "comes_down_at"),
    ],
    ids=["past", "past end", "crossed", "nothing to take down"],
)
def test_times_that_cannot_be_are_refused(
    mia: User, times: dict[str, datetime], field: str
) -> None:
    funnel = make_funnel()

    with pytest.raises(RefusedTimeError) as refused:
        appoint(funnel, mia, **times)

    assert (refused.value.field, Funnel.objects.get().goes_live_at) == (field, None)


def test_plans_are_said_on_the_clock_of_the_business(mia: User) -> None:
    Business.objects.create(name="B", time_zone="Asia/Tokyo", sender_email="b@example.com")
    cache.clear()

    assert said(NOW, now=NOW) == "Mon 18:00"
    assert said(NOW + timedelta(days=8), now=NOW) == "Tue 10 Mar, 18:00"
    assert said(NOW + timedelta(days=365), now=NOW) == "Tue 2 Mar 2027, 18:00"


def test_on_the_clock_knows_the_hour_that_summer_time_leaves_out() -> None:
    assert on_the_clock(datetime.fromisoformat("2026-03-29T02:30"), BERLIN) is None
    # The hour that comes twice is the first of both.
    twice = on_the_clock(datetime.fromisoformat("2026-10-25T02:30"), BERLIN)
    assert twice is not None
    assert twice.isoformat() == "2026-10-25T00:30:00+00:00"


@cases(200)
@given(st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2100-01-01")))
def test_on_the_clock_shows_the_time_that_was_typed(local: datetime) -> None:
    moment = on_the_clock(local, BERLIN)
    if moment is not None:
        assert moment.astimezone(BERLIN).replace(tzinfo=None) == local
