from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.models import Lead
from nurture.planning.versions import SeriesContent, ThemeColours
from nurture.planning.zones import is_zone, zone_of, zone_or_utc
from tests.laws import cases
from tests.nurture.factories import message
from tests.nurture.planning.series import series

NO_ZONES = [
    *("", " ", "Mars/Olympus", "Europe", "Europe/", "/Europe/Berlin", "europe berlin"),
    *("../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "Europe/Berlin\0", "\ud800"),
    *("localtime", "Factory", "posixrules", "right/Europe/Berlin", "tzdata.zi", "zone.tab"),
    *("x" * 10_000, "a/" * 5_000, "Europe/Berlin\n", "+02:00"),
]


def content(time_zone: str) -> SeriesContent:
    return SeriesContent(
        sequence=series(message()), theme=ThemeColours(), time_zone=time_zone, language="en"
    )


@pytest.mark.parametrize("name", NO_ZONES)
def test_is_zone_refuses_what_is_none_and_never_raises(name: str) -> None:
    assert not is_zone(name)
    assert zone_or_utc(name).key == "UTC"


@given(st.text(max_size=60))
@cases(200)
def test_is_zone_never_raises(name: str) -> None:
    assert zone_or_utc(name).key == (name if is_zone(name) else "UTC")


def test_is_zone_knows_every_zone_and_its_older_names() -> None:
    left_out = {name for name in available_timezones() if not is_zone(name)}
    assert left_out <= {"localtime", "Factory"}
    assert all(map(is_zone, ["Europe/Kiev", "Asia/Calcutta", "US/Pacific", "Etc/GMT+5", "UTC"]))


@pytest.mark.parametrize(
    ("own", "of_series", "expected"),
    [
        ("Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"),
        ("Europe/Kiev", "Europe/Berlin", "Europe/Kiev"),
        ("", "Europe/Berlin", "Europe/Berlin"),
        ("Mars/Olympus", "Europe/Berlin", "Europe/Berlin"),
        ("", "Mars/Olympus", "UTC"),
        ("x" * 10_000, "", "UTC"),
    ],
)
def test_zone_of_prefers_the_reader(own: str, of_series: str, expected: str) -> None:
    assert zone_of(Lead(time_zone=own), content(of_series)) == expected


def test_zone_of_a_merged_row_is_the_persons() -> None:
    person = Lead(pk=1, time_zone="Asia/Tokyo")
    merged = Lead(pk=2, time_zone="America/Lima", merged_into=person)

    assert zone_of(merged, content("Europe/Berlin")) == "Asia/Tokyo"
