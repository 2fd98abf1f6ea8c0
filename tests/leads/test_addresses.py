from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.addresses import AddressError, address_hash, normalise


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("Anna@Example.COM", "anna@example.com"),
        ("  anna@example.com \n", "anna@example.com"),
        ("a.n.n.a+list@example.com", "a.n.n.a+list@example.com"),
        ("anna@BÜCHER.de", "anna@xn--bcher-kva.de"),
        ("anna@xn--bcher-kva.de", "anna@xn--bcher-kva.de"),
        ("anna\u200b@example.com", "anna@example.com"),
        ("o'neil_1@mail.example.co.uk", "o'neil_1@mail.example.co.uk"),
    ],
)
def test_normalise_keeps_dots_and_tags(typed: str, normalised: str) -> None:
    assert normalise(typed) == normalised


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "anna",
        "anna@",
        "@example.com",
        "anna@localhost",
        "anna@example",
        "=cmd@example.com",
        "+cmd@example.com",
        "-cmd@example.com",
        "\u200b=cmd@example.com",
        "anna@exa mple.com",
        "anna@example.com\r\nBcc: eva@example.com",
        "an\x00na@example.com",
        "an\ud800na@example.com",
        "Anna <anna@example.com>",
        '"anna"@example.com',
        "anna@[127.0.0.1]",
        "änna@example.com",
        "a" * 65 + "@example.com",
        "a@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 63 + ".com",
        "a" * 100_000,
    ],
)
def test_normalise_refuses_what_cannot_be_written_to(typed: str) -> None:
    with pytest.raises(AddressError) as refused:
        normalise(typed)
    assert str(refused.value).endswith(".")


@given(st.emails() | st.text(max_size=80))
def test_normalise_is_idempotent(typed: str) -> None:
    try:
        once = normalise(typed)
    except AddressError:
        return
    assert normalise(once) == once
    assert once == once.lower()
    assert "." in once.rpartition("@")[2]


def test_address_hash_is_keyed(settings: object) -> None:
    before = address_hash("anna@example.com")
    assert before == address_hash("anna@example.com")
    assert before != address_hash("eva@example.com")
    assert len(before) == 64
    settings.SUPPRESSION_KEY = "another key"  # type: ignore[attr-defined]  # pytest-django's own
    assert address_hash("anna@example.com") != before
