from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from leads.templatetags.desk import day, exactly, grouped, interest, later, percent, signed, when
from tests.leads.factories import NOW, ago


@pytest.mark.parametrize(
    ("moment", "long", "short"),
    [
        (ago(minutes=30), "11:30", "11:30"),
        (ago(days=1), "Mon 12:00", "Mon"),
        (ago(days=20), "15 Apr", "15 Apr"),
        (ago(days=400), "31 Mar 2025", "31 Mar 2025"),
        (ago(days=-1), "6 May", "6 May"),
    ],
)
def test_when_is_as_short_as_it_stays_clear(moment: datetime, long: str, short: str) -> None:
    with timezone.override(UTC):
        assert (when(moment, NOW), day(moment, NOW)) == (long, short)


def test_later_says_the_time_alone_on_the_same_day() -> None:
    with timezone.override(UTC):
        assert later(NOW, ago(minutes=5)) == "12:00"
        assert later(NOW, ago(days=1)) == exactly(NOW) == "5 May 2026, 12:00"


@pytest.mark.parametrize(
    ("language", "number"), [("en", "1,204"), ("de", "1.204"), ("es", "1\u00a0204"), ("ar", "1204")]
)
def test_grouped_writes_numbers_as_the_language_does(language: str, number: str) -> None:
    with translation.override(language):
        assert grouped(1204) == number


def test_signed_keeps_its_sign_first_from_right_to_left() -> None:
    assert (signed(18), signed(0), signed(-15)) == ("+18", "+0", "\u221215")
    with translation.override("ar"):
        assert (signed(18), signed(-15)) == ("\u200e+18", "\u200e\u221215")


def test_interest_and_percent_are_whole_words() -> None:
    assert [interest(band, 7) for band in ("cold", "warm", "hot", "odd")] == [
        "cold 7",
        "warm 7",
        "hot 7",
        "7",
    ]
    assert percent(40) == "40 %"
