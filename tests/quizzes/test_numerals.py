"""Numbers: halves away from zero, whole percents, exact in decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from quizzes.numerals import decimal_of, digits_of, nearest, number_said, percent, plain, readings
from tests.laws import cases


@pytest.mark.parametrize(
    ("value", "step", "rounded"),
    [
        (2.5, 1, 3),
        (-2.5, 1, -3),
        (2.4, 1, 2),
        (1.005, 0.01, 1.01),
        (0.1 + 0.2, 0.1, 0.3),
        (14.499999999999998, 1, 15),  # 0.145 * 100 in binary
        (385, 10, 390),
        (384.9, 10, 380),
        (7, 0.25, 7),
        (-0.2, 1, 0),
        (1e300, 0.0001, 1e300),
    ],
)
def test_nearest_takes_halves_away_from_zero(value: float, step: float, rounded: float) -> None:
    assert nearest(value, step) == pytest.approx(rounded, rel=1e-15)


@cases(200)
@given(part=st.integers(0, 1000), more=st.integers(0, 1000))
def test_percent_is_within_bounds_and_rounds_halves_up(part: int, more: int) -> None:
    whole = part + more or 1
    found = percent(part, whole)
    assert 0 <= found <= 100
    assert abs(Decimal(found) - Decimal(100 * part) / whole) <= Decimal("0.5")
    assert percent(1, 8) == 13
    assert percent(1, 200) == 1


@cases(200)
@given(number=st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_plain_text_is_the_number(number: Decimal) -> None:
    text = plain(number)
    assert decimal_of(text) == number
    assert plain(Decimal(text)) == text
    assert text == "0" or not text.startswith(("-0.", "-0")) or number < 0


@cases(200)
@given(text=st.text(max_size=30), language=st.sampled_from(["en", "de", "ar", ""]))
def test_any_text_is_read_or_not(text: str, language: str) -> None:
    assert all(number.is_finite() for number in readings(text, language))


def test_number_said_follows_the_active_language() -> None:
    assert number_said(1234567.5) == "1,234,567.5"
    assert number_said(1234.5, digits=0, group=False) == "1234"
    assert number_said(2.0, digits=2) == "2.00"
    with override("de"):
        assert number_said(1234567.5) == "1.234.567,5"


def test_digits_of_a_step() -> None:
    assert [digits_of(step) for step in (10, 1, 0.5, 0.25, 0.0001)] == [0, 0, 1, 2, 4]
