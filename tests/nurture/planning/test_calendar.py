from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.document import DelayDoc, WindowDoc
from nurture.planning.calendar import is_open, next_due, next_open
from nurture.planning.zones import zone_or_utc

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = WindowDoc(days=("mon", "tue", "wed", "thu", "fri"), opens="08:00", closes="20:00")

clock_times = st.times().map(lambda at: at.strftime("%H:%M"))
windows = st.builds(
    WindowDoc,
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
    opens=clock_times,
    closes=clock_times,
)
delays = st.builds(DelayDoc, days=st.integers(0, 40), at=st.none() | clock_times)
moments = st.integers(0, 50 * 365 * 24 * 60).map(
    lambda minutes: datetime(1985, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def due(
    anchor: datetime,
    delay: DelayDoc,
    *,
    window: WindowDoc = WORKDAYS,
    zone: str = "Europe/Berlin",
    now: datetime | None = None,
) -> str:
    moment = next_due(anchor=anchor, delay=delay, window=window, zone=zone, now=now or anchor)
    return moment.astimezone(ZoneInfo(zone)).isoformat()


@given(moments, delays, windows, st.sampled_from(ZONES), st.timedeltas(timedelta(0), timedelta(9)))
def test_next_due_is_open_never_early_and_always_the_same(
    anchor: datetime, delay: DelayDoc, window: WindowDoc, zone: str, late: timedelta
) -> None:
    def once() -> datetime:
        return next_due(anchor=anchor, delay=delay, window=window, zone=zone, now=anchor + late)

    moment = once()

    assert moment == once()
    assert moment >= anchor + late
    assert is_open(moment, window, zone)
    local = moment.astimezone(ZoneInfo(zone))
    assert time(8) <= local.time() < time(21)


@given(moments, st.integers(0, 40), st.sampled_from(ZONES))
def test_next_due_without_a_clock_time_waits_full_days(
    anchor: datetime, days: int, zone: str
) -> None:
    delay = DelayDoc(days=days)
    moment = next_due(anchor=anchor, delay=delay, window=WORKDAYS, zone=zone, now=anchor)

    assert moment >= anchor + timedelta(days=days)


@given(moments, st.sampled_from(ZONES))
def test_next_due_is_at_most_the_wanted_day_and_a_few(anchor: datetime, zone: str) -> None:
    delay = DelayDoc(days=2, at="09:30")
    moment = next_due(anchor=anchor, delay=delay, window=WORKDAYS, zone=zone, now=anchor)

    assert moment - anchor <= timedelta(days=7)


@pytest.mark.parametrize(
    ("anchor", "delay", "expected"),
    [
        # Tuesday afternoon and two days: Thursday morning.
        ("2026-05-05T15:00", DelayDoc(days=2, at="09:30"), "2026-05-07T09:30:00+02:00"),
        # Thursday and two days is Saturday: Monday at the same time.
        ("2026-05-07T15:00", DelayDoc(days=2, at="09:30"), "2026-05-11T09:30:00+02:00"),
        # Today's half past nine is over.
        ("2026-05-05T15:00", DelayDoc(days=0, at="09:30"), "2026-05-06T09:30:00+02:00"),
        ("2026-05-05T07:00", DelayDoc(days=0, at="09:30"), "2026-05-05T09:30:00+02:00"),
        # Too early and too late for the window.
        ("2026-05-05T15:00", DelayDoc(days=1, at="06:00"), "2026-05-06T08:00:00+02:00"),
        ("2026-05-05T15:00", DelayDoc(days=1, at="23:00"), "2026-05-07T08:00:00+02:00"),
        # Without a clock time: full days, then the window.
        ("2026-05-05T15:00", DelayDoc(days=1), "2026-05-06T17:00:00+02:00"),
        ("2026-05-05T20:00", DelayDoc(days=0), "2026-05-06T08:00:00+02:00"),
        # The clock goes forward on 2026-03-29 and back on 2026-10-25: half past nine stays.
        ("2026-03-27T09:30", DelayDoc(days=3, at="09:30"), "2026-03-30T09:30:00+02:00"),
        ("2026-10-23T09:30", DelayDoc(days=3, at="09:30"), "2026-10-26T09:30:00+01:00"),
    ],
)
def test_next_due_keeps_wall_clock_intent(anchor: str, delay: DelayDoc, expected: str) -> None:
    assert due(datetime.fromisoformat(anchor).replace(tzinfo=UTC), delay) == expected


def test_next_due_skips_a_day_that_a_zone_left_out() -> None:
    # Samoa had no 30 December 2011, which would have been a Friday.
    window = WindowDoc(days=("fri",))
    anchor = datetime(2011, 12, 28, 20, tzinfo=UTC)

    assert (
        due(anchor, DelayDoc(days=1, at="09:30"), window=window, zone="Pacific/Apia")
        == "2012-01-06T09:30:00+14:00"
    )


def test_next_due_with_a_pace_sets_windows_aside() -> None:
    anchor = datetime(2026, 5, 5, 2, tzinfo=UTC)
    moment = next_due(
        anchor=anchor,
        delay=DelayDoc(days=3, at="09:30"),
        window=WORKDAYS,
        zone="Europe/Berlin",
        now=anchor,
        pace=timedelta(seconds=20),
    )

    assert moment == anchor + timedelta(seconds=60)


def test_next_open_leaves_an_open_moment_alone() -> None:
    moment = datetime(2026, 5, 5, 12, 34, 56, tzinfo=UTC)

    assert next_open(moment, WORKDAYS, "Europe/Berlin") == moment


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "Europe", "../etc/passwd", "Europe/Berlin\0"])
def test_zone_or_utc_falls_back_to_utc(name: str) -> None:
    assert zone_or_utc(name).key == "UTC"
