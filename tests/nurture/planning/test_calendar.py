from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nurture.document import DelayDoc, WindowDoc
from nurture.planning.calendar import is_open, next_due, next_open
from nurture.planning.days import is_allowed, is_working_day, working_day_after
from tests.laws import cases

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = WindowDoc(days=("mon", "tue", "wed", "thu", "fri"), opens="08:00", closes="20:00")
PLACES = ["", "DE", "DE-BY", "US-CA", "SE", "IL", "IR", "IN", "JP", "XX", "DE-ZZ", "CN"]
MINUTE = timedelta(minutes=1)

clock_times = st.times().map(lambda at: at.strftime("%H:%M"))
windows = st.builds(
    WindowDoc,
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
    opens=clock_times,
    closes=clock_times,
    holidays=st.sampled_from(PLACES),
)
delays = st.one_of(
    st.builds(
        DelayDoc,
        days=st.integers(0, 40),
        at=st.none() | clock_times,
        working_days=st.booleans(),
    ),
    st.builds(DelayDoc, hours=st.integers(1, 720)),
)
zones = st.sampled_from(ZONES)
moments = st.integers(0, 50 * 365 * 24 * 60).map(
    lambda minutes: datetime(1985, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
lateness = st.timedeltas(timedelta(0), timedelta(9))


@cache
def changes_of(zone: str) -> list[datetime]:
    """Days of twelve years, at noon, before which the clocks of a zone were put on or back."""
    tz, start = ZoneInfo(zone), datetime(2018, 1, 1, 12, tzinfo=UTC)
    weeks = [start + timedelta(weeks=number) for number in range(12 * 52)]
    return [
        next(
            day
            for day in days
            if day.astimezone(tz).utcoffset() == after.astimezone(tz).utcoffset()
        )
        for before, after in pairwise(weeks)
        if before.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset()
        for days in [[before + timedelta(days=number) for number in range(1, 8)]]
    ]


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone that has such days, and a moment within two days of one of them."""
    zone = draw(zones)
    assume(changes_of(zone))
    around = draw(st.integers(-2 * 24 * 60, 2 * 24 * 60))
    return zone, draw(st.sampled_from(changes_of(zone))) + around * MINUTE


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


def holds_for(
    anchor: datetime, delay: DelayDoc, window: WindowDoc, zone: str, late: timedelta
) -> None:
    """Open, not early, not at night, and the same moment however often and late it is asked."""

    def once(now: datetime) -> datetime:
        return next_due(anchor=anchor, delay=delay, window=window, zone=zone, now=now)

    moment = once(anchor + late)

    assert moment == once(anchor + late) == once(moment)
    assert moment >= anchor + late
    assert is_open(moment, window, zone)
    assert next_open(moment, window, zone) == moment
    local = moment.astimezone(ZoneInfo(zone))
    assert time(8) <= local.time() < time(21)
    if delay.working_days and set(window.days) & set(WEEKDAYS[:5]):
        assert local.weekday() < 5


@given(moments, delays, windows, zones, lateness)
@cases(200)
def test_next_due_is_open_never_early_and_always_the_same(
    anchor: datetime, delay: DelayDoc, window: WindowDoc, zone: str, late: timedelta
) -> None:
    holds_for(anchor, delay, window, zone, late)


@given(near_changes(), delays, windows, lateness)
@cases(200)
def test_next_due_holds_on_the_days_when_clocks_change(
    where: tuple[str, datetime], delay: DelayDoc, window: WindowDoc, late: timedelta
) -> None:
    zone, anchor = where
    holds_for(anchor, delay, window, zone, late)


@given(near_changes(), delays, windows, st.integers(0, 100))
@cases(200)
def test_next_due_asked_again_on_the_way_is_the_same(
    where: tuple[str, datetime], delay: DelayDoc, window: WindowDoc, percent: int
) -> None:
    """A row that is looked at again before its mail is due never plans it for another time."""
    zone, anchor = where
    first = next_due(anchor=anchor, delay=delay, window=window, zone=zone, now=anchor)
    on_the_way = anchor + (first - anchor) * percent / 100
    again = next_due(anchor=anchor, delay=delay, window=window, zone=zone, now=on_the_way)

    assert again == first


def test_next_due_holds_in_each_zone_at_each_change() -> None:
    for zone in ZONES:
        for change in changes_of(zone)[:4] or [datetime(2024, 2, 29, 12, tzinfo=UTC)]:
            anchor = change - timedelta(days=1)
            for delay in (DelayDoc(days=1, at="09:30"), DelayDoc(hours=24)):
                holds_for(anchor, delay, WORKDAYS, zone, timedelta(0))
            assert due(anchor, DelayDoc(days=1, at="09:30"), zone=zone)[11:16] == "09:30"


@given(moments, st.integers(1, 720), zones)
@cases(100)
def test_hours_are_elapsed_time_also_over_a_change(anchor: datetime, hours: int, zone: str) -> None:
    moment = next_due(
        anchor=anchor, delay=DelayDoc(hours=hours), window=WORKDAYS, zone=zone, now=anchor
    )
    wanted = anchor + timedelta(hours=hours)

    assert moment == next_open(wanted, WORKDAYS, zone) >= wanted


@given(moments, st.integers(0, 40), zones)
@cases(100)
def test_next_due_without_a_clock_time_waits_full_days(
    anchor: datetime, days: int, zone: str
) -> None:
    delay = DelayDoc(days=days)
    moment = next_due(anchor=anchor, delay=delay, window=WORKDAYS, zone=zone, now=anchor)

    assert moment >= anchor + timedelta(days=days)


@given(moments, zones)
@cases(100)
def test_next_due_is_at_most_the_wanted_day_and_a_few(anchor: datetime, zone: str) -> None:
    delay = DelayDoc(days=2, at="09:30")
    moment = next_due(anchor=anchor, delay=delay, window=WORKDAYS, zone=zone, now=anchor)

    assert moment - anchor <= timedelta(days=7)


@given(
    st.dates(date(2015, 1, 1), date(2034, 12, 31)),
    st.integers(0, 90),
    st.sampled_from(["", "DE", "DE-BY", "US-CA", "JP"]),
)
@cases(100)
def test_working_days_count_each_working_day_once(day: date, count: int, place: str) -> None:
    window = WindowDoc(holidays=place)
    reached = working_day_after(day, count, window)
    between = [day + timedelta(days=each) for each in range(1, (reached - day).days + 1)]

    assert is_working_day(reached, window)
    if count or not is_working_day(day, window):
        assert sum(is_working_day(each, window) for each in between) == max(count, 1)
    else:
        assert reached == day


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


BAVARIA = WindowDoc(
    days=("mon", "tue", "wed", "thu", "fri", "sat"), opens="08:00", closes="20:00", holidays="DE-BY"
)


@pytest.mark.parametrize(
    ("anchor", "delay", "expected"),
    [
        # 24 hours are 24 hours, also over the night in which an hour is left out or comes twice.
        ("2026-03-28T10:15", DelayDoc(hours=24), "2026-03-29T12:15:00+02:00"),
        ("2026-10-24T10:15", DelayDoc(hours=24), "2026-10-25T11:15:00+01:00"),
        ("2026-05-05T15:00", DelayDoc(hours=5), "2026-05-06T08:00:00+02:00"),
        ("2026-05-05T15:00", DelayDoc(hours=3), "2026-05-06T08:00:00+02:00"),
        ("2026-05-05T15:00", DelayDoc(hours=2), "2026-05-05T19:00:00+02:00"),
        # 29 February comes and goes.
        ("2028-02-28T09:00", DelayDoc(days=1, at="09:30"), "2028-02-29T09:30:00+01:00"),
        ("2028-02-29T09:00", DelayDoc(days=365, at="09:30"), "2029-02-28T09:30:00+01:00"),
        # The clock goes forward at two, and twice a day has it half past two: neither is a day
        # for mails before eight, nor two of them.
        ("2026-03-28T15:00", DelayDoc(days=1, at="02:30"), "2026-03-29T08:00:00+02:00"),
        ("2026-10-24T15:00", DelayDoc(days=1, at="02:30"), "2026-10-25T08:00:00+01:00"),
    ],
)
def test_next_due_over_odd_days(anchor: str, delay: DelayDoc, expected: str) -> None:
    window = WindowDoc()
    moment = datetime.fromisoformat(anchor).replace(tzinfo=UTC)

    assert due(moment, delay, window=window) == expected


@pytest.mark.parametrize(
    ("anchor", "delay", "expected"),
    [
        # Friday: the next working day is Monday, also where Saturday is in the window.
        ("2026-05-08T10:00", DelayDoc(days=1, working_days=True), "2026-05-11T12:00:00+02:00"),
        (
            "2026-05-08T10:00",
            DelayDoc(days=1, working_days=True, at="09:30"),
            "2026-05-11T09:30:00+02:00",
        ),
        # None at all: today if it is one, else the next.
        ("2026-05-08T10:00", DelayDoc(working_days=True), "2026-05-08T12:00:00+02:00"),
        ("2026-05-09T10:00", DelayDoc(working_days=True), "2026-05-11T12:00:00+02:00"),
        ("2026-05-08T10:00", DelayDoc(working_days=True, at="09:30"), "2026-05-11T09:30:00+02:00"),
        # Ascension day is a Thursday without work; Corpus Christi in Bavaria, too.
        (
            "2026-05-13T10:00",
            DelayDoc(days=1, working_days=True, at="09:30"),
            "2026-05-15T09:30:00+02:00",
        ),
        (
            "2026-06-03T10:00",
            DelayDoc(days=2, working_days=True, at="09:30"),
            "2026-06-08T09:30:00+02:00",
        ),
        # On a holiday nothing goes out at all; on Saturday only what counts plain days.
        ("2026-05-13T10:00", DelayDoc(days=1, at="09:30"), "2026-05-15T09:30:00+02:00"),
        ("2026-05-14T10:00", DelayDoc(days=2, at="09:30"), "2026-05-16T09:30:00+02:00"),
        # The hour of a working day that falls behind closing time is the next working day's.
        ("2026-05-08T19:00", DelayDoc(days=1, working_days=True), "2026-05-12T08:00:00+02:00"),
        # Over Christmas and New Year.
        (
            "2026-12-24T10:00",
            DelayDoc(days=1, working_days=True, at="09:30"),
            "2026-12-28T09:30:00+01:00",
        ),
    ],
)
def test_next_due_counts_working_days(anchor: str, delay: DelayDoc, expected: str) -> None:
    moment = datetime.fromisoformat(anchor).replace(tzinfo=UTC)

    assert due(moment, delay, window=BAVARIA) == expected


def test_holidays_of_a_part_are_not_those_of_the_whole_country() -> None:
    corpus_christi = date(2026, 6, 4)

    def is_day(place: str) -> bool:
        return is_allowed(corpus_christi, WindowDoc(holidays=place))

    assert {place: is_day(place) for place in ("DE-BY", "DE", "DE-ZZ", "XX", "XX-YY", "")} == {
        "DE-BY": False,
        "DE": True,
        "DE-ZZ": True,
        "XX": True,
        "XX-YY": True,
        "": True,
    }


def test_holidays_without_a_table_for_the_year_stop_nothing() -> None:
    for year in (1, 1900, 2040, 2500, 9999):
        assert is_allowed(date(year, 3, 10), WindowDoc(holidays="IN"))


def test_a_window_whose_days_are_all_holidays_sets_them_aside() -> None:
    # Every Sunday is a public holiday in Sweden's table.
    sundays = WindowDoc(days=("sun",), holidays="SE")
    anchor = datetime(2026, 5, 5, 12, tzinfo=UTC)

    assert due(anchor, DelayDoc(), window=sundays) == "2026-05-10T08:00:00+02:00"


def test_a_window_with_holidays_for_weeks_looks_further_ahead() -> None:
    # Christmas Day of 2026 and New Year's Day after it are Fridays.
    fridays = WindowDoc(days=("fri",), holidays="DE")
    anchor = datetime(2026, 12, 23, 12, tzinfo=UTC)

    assert due(anchor, DelayDoc(), window=fridays) == "2027-01-08T08:00:00+01:00"


@pytest.mark.parametrize(
    "window",
    [WindowDoc(opens="20:00", closes="09:00"), WindowDoc(opens="22:00", closes="23:30")],
)
def test_a_window_that_never_opens_is_the_whole_day(window: WindowDoc) -> None:
    anchor = datetime(2026, 5, 5, 2, tzinfo=UTC)

    assert due(anchor, DelayDoc(), window=window) == "2026-05-05T08:00:00+02:00"


def test_working_days_give_way_to_a_window_without_any() -> None:
    weekend = WindowDoc(days=("sat", "sun"))
    anchor = datetime(2026, 5, 5, 12, tzinfo=UTC)
    delay = DelayDoc(days=1, working_days=True)

    assert due(anchor, delay, window=weekend) == "2026-05-09T08:00:00+02:00"


def test_next_due_asked_late_keeps_its_meaning() -> None:
    # After closing time is the next morning, not the morning after the one it is asked on.
    anchor, asked = datetime(2026, 5, 5, 15, tzinfo=UTC), datetime(2026, 5, 7, 5, tzinfo=UTC)
    delay = DelayDoc(days=1, at="23:00")

    assert due(anchor, delay) == due(anchor, delay, now=asked) == "2026-05-07T08:00:00+02:00"


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [(DelayDoc(hours=24), 20), (DelayDoc(days=2, working_days=True), 40), (DelayDoc(), 0)],
)
def test_next_due_with_a_pace_counts_in_its_days(delay: DelayDoc, seconds: int) -> None:
    anchor = datetime(2026, 5, 9, 2, tzinfo=UTC)
    moment = next_due(
        anchor=anchor,
        delay=delay,
        window=BAVARIA,
        zone="Europe/Berlin",
        now=anchor,
        pace=timedelta(seconds=20),
    )

    assert moment == anchor + timedelta(seconds=seconds)
