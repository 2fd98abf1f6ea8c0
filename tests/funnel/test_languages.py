from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from funnel.languages import best_language, called, direction, interface_language, name_of

OURS = ["en", "de", "es", "ar"]


@pytest.mark.parametrize(
    ("header", "best"),
    [
        ("de", "de"),
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("fr-FR,fr;q=0.9,es;q=0.5,en;q=0.4", "es"),
        ("en;q=0.2,ar;q=0.7", "ar"),
        ("DE-AT", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("de;q=0,en;q=0.1", "en"),
        ("fr,it", ""),
        ("*", ""),
        ("", ""),
        ("de;q=x", ""),
        (",;q=,,\x00", ""),
        ("d" * 9_000, ""),
    ],
)
def test_best_language_takes_what_the_browser_wants_most(header: str, best: str) -> None:
    assert best_language(header, OURS) == best


def test_best_language_finds_a_region_by_its_language_and_the_other_way_round() -> None:
    assert best_language("de", ["en", "de-at"]) == "de-at"
    assert best_language("de-ch", ["de-at", "de"]) == "de-at"
    assert best_language("de-at", ["de", "de-at"]) == "de-at"


@given(header=st.text(max_size=600), available=st.lists(st.sampled_from(OURS)))
def test_best_language_is_one_of_those_there_are_or_none(header: str, available: list[str]) -> None:
    assert best_language(header, available) in {*available, ""}


def test_directions_and_names() -> None:
    assert [direction(code) for code in ("ar", "ar-eg", "he", "de", "en")] == [
        *("rtl", "rtl", "rtl", "ltr", "ltr")
    ]
    assert [name_of(code) for code in ("de", "es", "de-at", "tlh")] == [
        *("Deutsch", "Español", "Deutsch", "tlh")
    ]
    with translation.override("de"):
        assert (called("es"), called("tlh")) == ("Spanisch", "tlh")


def test_interface_language_is_english_where_we_have_no_words() -> None:
    assert [interface_language(code) for code in ("de", "de-at", "sv", "ar")] == [
        *("de", "de", "en", "ar")
    ]
