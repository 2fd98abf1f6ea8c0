"""Working time: laws over zones, days and holidays, and the days that are not 24 hours long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from leads.pipeline.hours import WorkingHours, next_opening, working_until
from leads.pipeline.rules import holidays_of

BERLIN = ZoneInfo("Europe/Berlin")


def hours(
    *days: int, opens: int = 9, closes: int = 17, zone: ZoneInfo = BERLIN, country: str = "DE"
) -> WorkingHours:
    return WorkingHours(
        frozenset(days or range(5)), time(opens), time(closes), zone, holidays_of(country)
    )


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[arg-type,misc]  # five numbers


def test_minutes_pass_only_while_the_business_works() -> None:
    friday_evening = at(2026, 5, 8, 16, 30)
    assert working_until(friday_evening, 60, hours()) == at(2026, 5, 11, 9, 30)
    # Ascension Day is a holiday in Germany.
    assert working_until(at(2026, 5, 13, 16, 50), 30, hours()) == at(2026, 5, 15, 9, 20)


def test_the_hours_are_what_the_wall_says_on_both_clock_changes() -> None:
    sundays = hours(6, opens=1, closes=5)
    forward = working_until(at(2026, 3, 29, 1, 30), 60, sundays)
    back = working_until(at(2026, 10, 25, 1, 30), 120, sundays)
    assert (forward, back) == (
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )


def test_a_business_that_never_opens_promises_nothing() -> None:
    closed = WorkingHours(frozenset(range(7)), time(9), time(17), BERLIN, lambda _day: True)
    assert (
        working_until(at(2026, 5, 8, 9, 0), 5, closed),
        next_opening(at(2026, 5, 8, 9, 0), closed),
    ) == (None, None)


def test_next_opening_is_another_day() -> None:
    assert next_opening(at(2026, 5, 8, 7, 0), hours()) == at(2026, 5, 11, 9, 0)


_FIRST_SECOND = 1_704_067_200  # 2024
moments = st.integers(0, 150_000_000).map(
    lambda second: datetime.fromtimestamp(_FIRST_SECOND + second, UTC)
)
zones = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kathmandu",
            "Pacific/Apia",
            "Australia/Lord_Howe",
        )
    ]
)
week = st.sets(st.integers(0, 6), min_size=1)


@given(moments, st.integers(0, 3000), week, zones, st.integers(0, 11), st.integers(12, 23))
def test_a_promise_ends_in_working_hours_and_never_before_it_began(
    start: datetime, minutes: int, days: set[int], zone: ZoneInfo, opens: int, closes: int
) -> None:
    when = hours(*days, opens=opens, closes=closes, zone=zone)
    until = working_until(start, minutes, when)
    assert until is not None
    local = until.astimezone(zone)
    spell = when.opened(local.date())
    assert spell is not None
    assert spell[0] <= until <= spell[1]
    assert until >= start + timedelta(minutes=minutes) or minutes == 0
    assert until >= start


@given(moments, st.integers(0, 2000), st.integers(0, 500), zones)
def test_more_minutes_and_later_starts_never_end_sooner(
    start: datetime, minutes: int, more: int, zone: ZoneInfo
) -> None:
    when = hours(zone=zone)
    until = working_until(start, minutes, when)
    assert until is not None
    longer = working_until(start, minutes + more, when)
    later = working_until(start + timedelta(minutes=more), minutes, when)
    assert longer is not None
    assert later is not None
    assert until <= longer
    assert until <= later


def test_a_country_nobody_knows_has_no_holidays() -> None:
    assert holidays_of("XX")(date(2026, 12, 25)) is False
