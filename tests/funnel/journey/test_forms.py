"""The border of the journey: what a form may carry, and where a visitor came from."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from funnel.journey.forms import PressForm, arrival, token
from funnel.journey.presses import Press
from funnel.journey.starting import Arrival
from tests.funnel.journey.visitor import PHONE

UNREADABLE = "There is something in this text we cannot read. Please type it again."


def form(**fields: str | list[str]) -> PressForm:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return PressForm(data)


def pressed(**fields: str | list[str]) -> Press:
    filled = form(**fields)
    assert filled.is_valid(), filled.errors
    return filled.press()


def came(fields: dict[str, object], **headers: str) -> Arrival:
    meta = {"HTTP_USER_AGENT": PHONE, **headers}
    return arrival(RequestFactory().get("/", **meta), fields)  # type: ignore[arg-type]  # META


def test_press_of_an_empty_form_is_next() -> None:
    assert pressed() == Press()


def test_press_carries_every_field_cleaned() -> None:
    assert pressed(
        act=" call ",
        choice=["a", "b"],
        tick=["one"],
        played="80",
        email=" Mara@Example.com ",
        first_name="Ma\u200bra",
        phone="+46 70 123 45 67",
        good_time="Mornings\x07",
        marketing="yes",
        tab="t1",
        n="3",
        m="x" * 22,
        unknown="ignored",
    ) == Press(
        act="call",
        choices=("a", "b"),
        ticks=("one",),
        played_seconds=80,
        email="Mara@Example.com",
        first_name="Mara",
        phone="+46 70 123 45 67",
        good_time="Mornings",
        has_marketing=True,
        tab="t1",
        number=3,
        mail_token="x" * 22,
    )


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
@pytest.mark.parametrize("name", ["act", "email", "first_name", "phone", "good_time"])
def test_form_refuses_what_no_keyboard_makes(name: str, bad: str) -> None:
    filled = form(**{"act": "call", name: bad})

    assert not filled.is_valid()
    assert filled.sentences() == {name: UNREADABLE}


def test_form_says_how_long_a_text_may_be() -> None:
    assert form(good_time="x" * 120).is_valid()
    assert form(good_time="x" * 121).sentences() == {
        "good_time": "Please keep this to 120 characters."
    }


@pytest.mark.parametrize(
    ("name", "limit"), [("email", 320), ("first_name", 60), ("company", 120), ("phone", 32)]
)
def test_form_leaves_the_limits_of_the_gate_to_the_gate(name: str, limit: int) -> None:
    """One character too long stays one too long, so that all that is wrong is said at once."""
    assert len(getattr(pressed(**{name: "x" * 10_000}), name)) == limit + 1


def test_form_takes_the_fields_that_a_marketer_made() -> None:
    own = {"detail_team-size": " Twelve\n", "detail_": "x", "detail_../a": "x", "details": "x"}
    assert pressed(**own).details == {"team-size": "Twelve"}
    many = {f"detail_f{number}": "x" for number in range(40)}
    assert len(pressed(**many).details) == 12


def test_form_asks_nothing_of_a_phone_that_nobody_will_call() -> None:
    """Who says no is never held up by a field."""
    assert pressed(act="not_now", phone="abc") == Press(act="not_now", phone="abc")


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("", 0), ("-1", 0), ("1e9", 0), ("٣", 0), ("9" * 11, 1_000_000_000), ("9" * 12, 0)],
)
def test_form_numbers_are_small_and_plain(text: str, number: int) -> None:
    assert pressed(n=text, played=text) == Press(number=number, played_seconds=number)


@given(st.text(max_size=60))
def test_token_gives_back_what_is_one_and_nothing_else(text: str) -> None:
    assert token(text) in {"", text}


def test_choices_that_no_form_of_ours_sends_stay_recognisably_wrong() -> None:
    assert pressed(choice=["a", "<script>", ""]).choices == ("a", "?", "?")


def test_arrival_of_a_campaign_takes_its_fields() -> None:
    fields: dict[str, object] = {
        "utm_source": "News\x00letter",
        "utm_medium": "mail",
        "utm_campaign": "spring",
        "utm_term": "rates",
        "utm_content": "top",
        "referrer": "https://www.example.com/page?secret=1#x",
    }
    assert came({**fields, "utm_source": "Newsletter"}, HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9") == (
        Arrival(
            source="newsletter",
            medium="mail",
            campaign="spring",
            term="rates",
            content="top",
            referrer="https://www.example.com/page",
            language="de-AT",
            device="phone",
        )
    )
    assert came(fields).source == "example.com"


def test_arrival_without_a_word_is_direct() -> None:
    assert came({}) == Arrival(device="phone")


@given(st.text(max_size=150), st.text(max_size=400))
def test_arrival_always_fits_its_columns(source: str, referrer: str) -> None:
    found = came({"utm_source": source, "referrer": referrer})

    assert len(found.source) <= 100
    assert len(found.referrer) <= 300
    assert found.source


def test_arrival_source_fits_its_column_in_lower_case_too() -> None:
    """One capital becomes two characters here; SQLite would hide that, Postgres raises."""
    assert len(came({"utm_source": "\u0130" * 100}).source) == 100
