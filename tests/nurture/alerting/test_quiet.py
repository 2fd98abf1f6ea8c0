from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.alerting.quiet import free_at

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "hours", "free"),
    [
        ("2026-03-02T12:00", (20, 7), "2026-03-02T12:00"),
        ("2026-03-02T19:59", (20, 7), "2026-03-02T19:59"),
        ("2026-03-02T20:00", (20, 7), "2026-03-03T07:00"),
        ("2026-03-03T06:59", (20, 7), "2026-03-03T07:00"),
        ("2026-03-03T07:00", (20, 7), "2026-03-03T07:00"),
        ("2026-03-02T12:30", (12, 13), "2026-03-02T13:00"),
        ("2026-03-02T12:30", (13, 12), "2026-03-02T12:30"),
        ("2026-03-02T03:00", (5, 5), "2026-03-02T03:00"),
        # The night in which an hour is missing, and the one that has one twice.
        ("2026-03-28T23:00", (20, 7), "2026-03-29T07:00"),
        ("2026-10-24T23:00", (20, 7), "2026-10-25T07:00"),
    ],
)
def test_free_at_is_the_end_of_quiet_hours(moment: str, hours: tuple[int, int], free: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    wanted = datetime.fromisoformat(free).replace(tzinfo=BERLIN)
    assert free_at(at, zone=BERLIN, quiet_from=time(hours[0]), quiet_until=time(hours[1])) == wanted


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(),
    st.times(),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_free_at_never_lies_before_nor_more_than_a_day_after(
    moment: datetime, begins: time, ends: time, zone: str
) -> None:
    there = ZoneInfo(zone)
    free = free_at(moment, zone=there, quiet_from=begins, quiet_until=ends)
    assert moment <= free <= moment + timedelta(hours=25)
    assert free_at(free, zone=there, quiet_from=begins, quiet_until=ends) >= free
