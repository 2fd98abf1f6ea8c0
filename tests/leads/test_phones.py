from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.phones import PhoneError, example_phone, phone_said, read_phone

UNDIALLED = (
    "We cannot dial this number. Please write it like \u206601512\u00a03456789\u2069, "
    "or with its country code, like \u2066+46\u00a070\u00a0123\u00a045\u00a067\u2069."
)


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("+46 70 123 45 67", "DE", "+46701234567"),
        ("070-123 45 67", "SE", "+46701234567"),
        ("0151 23456789", "DE", "+4915123456789"),
        (" +49 (151) 23 45 67 89 ", "SE", "+4915123456789"),
        ("٠١٥١٢٣٤٥٦٧٨٩", "DE", "+4915123456789"),
        ("(212) 555-0123", "US", "+12125550123"),
    ],
)
def test_read_phone_gives_one_spelling(text: str, country: str, e164: str) -> None:
    assert read_phone(text, country) == e164
    assert read_phone(e164, "") == e164


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please write your phone number."),
        *[
            (text, UNDIALLED)
            for text in ("abc", "0151", "0151 23456789 call me", "+49", "=0151 23456789", "1" * 40)
        ],
    ],
)
def test_read_phone_names_an_example_of_the_country(text: str, sentence: str) -> None:
    with pytest.raises(PhoneError, match="^" + sentence.replace("+", r"\+") + "$"):
        read_phone(text, "DE")


def test_read_phone_wants_a_country_code_where_it_knows_no_country() -> None:
    with pytest.raises(PhoneError, match="with its country code, like"):
        read_phone("0151 23456789", "")


def test_phone_is_said_as_it_is_dialled_from_there() -> None:
    said = [phone_said("+4915123456789", country) for country in ("DE", "SE", "")]
    assert said == ["01512 3456789", "+49 1512 3456789", "+49 1512 3456789"]
    assert phone_said("after six, please", "DE") == "after six, please"


@given(st.sampled_from(["DE", "SE", "US", "XX", ""]))
def test_examples_can_be_read_again(country: str) -> None:
    assert read_phone(example_phone(country), country).startswith("+")


@given(st.text(max_size=50), st.sampled_from(["DE", "US", ""]))
def test_read_phone_gives_e164_or_a_sentence(text: str, country: str) -> None:
    try:
        number = read_phone(text, country)
    except PhoneError:
        return
    assert read_phone(number, country) == number
