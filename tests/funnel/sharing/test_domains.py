from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.sharing.domains import DomainError, origins_of, written
from tests.laws import cases

_ORIGIN = re.compile(r"^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?$")


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", ()),
        ("example.com", ("https://example.com", "https://www.example.com")),
        ("www.Example.com", ("https://example.com", "https://www.example.com")),
        ("https://example.com/a?b#c", ("https://example.com", "https://www.example.com")),
        ("blog.example.com", ("https://blog.example.com",)),
        ("*.example.com", ("https://*.example.com",)),
        ("http://localhost:8080", ("http://localhost:8080",)),
        ("localhost:8080", ("http://localhost:8080",)),
        ("müller.de", ("https://xn--mller-kva.de", "https://www.xn--mller-kva.de")),
        ("a.com, a.com;www.a.com", ("https://a.com", "https://www.a.com")),
    ],
)
def test_origins_of_reads_what_people_write(text: str, origins: tuple[str, ...]) -> None:
    assert origins_of(text) == origins


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("example", "“example” lacks its ending. Write it whole, like example.com."),
        ("*", "“*” is no domain. Write it like example.com."),
        ("*.com", "“*.com” is too wide: that is half the internet."),
        ("exa_mple.com", "“exa_mple.com” is no domain. Write it like example.com."),
        ("javascript:alert(1)", "“javascript:alert(1)” is no domain. Write it like example.com."),
        ("'self'", "“'self'” is no domain. Write it like example.com."),
    ],
)
def test_origins_of_refuses_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DomainError) as refused:
        origins_of(text)
    assert str(refused.value) == sentence


def test_origins_of_takes_twenty() -> None:
    assert len(origins_of("\n".join(f"a{n}.com" for n in range(10)))) == 20
    with pytest.raises(DomainError, match="more than 20"):
        origins_of("\n".join(f"a{n}.com" for n in range(11)))


@cases(300)
@given(st.text(max_size=60))
def test_origins_fit_a_policy_whatever_is_written(text: str) -> None:
    try:
        origins = origins_of(text)
    except DomainError:
        return
    assert all(_ORIGIN.match(origin) for origin in origins)
    assert origins_of(written(origins)) == origins
