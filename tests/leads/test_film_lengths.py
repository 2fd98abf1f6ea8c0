from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.film_lengths import seconds_of
from tests.leads.pixels import film


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize(("lasts", "seconds"), [(0.2, 1), (59.0, 59), (61.4, 62), (7200, 7200)])
def test_the_length_stands_in_the_header(lasts: float, seconds: int, version: int) -> None:
    assert seconds_of(io.BytesIO(film(lasts, version=version))) == seconds


@pytest.mark.parametrize(
    "content",
    [b"", bytes(40), film(0), film(9000), film(3)[:60], film(3, scale=0)],
    ids=["nothing", "zeros", "no length", "too long", "broken off", "no scale"],
)
def test_what_says_no_length_has_none(content: bytes) -> None:
    assert seconds_of(io.BytesIO(content)) is None


@given(st.binary(max_size=200))
def test_nothing_that_is_no_film_is_an_error(content: bytes) -> None:
    found = seconds_of(io.BytesIO(content))
    assert found is None or 1 <= found <= 7200
