from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.names import NameRefusedError, clean_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", ""),
        ("  Mara ", "Mara"),
        ("Jean-Luc O'Hara", "Jean-Luc O'Hara"),
        ("J. R.", "J. R."),
        ("Zoe\u0308", "Zoë"),
        ("\u202eMara", "Mara"),
        ("美咲", "美咲"),
        ("x" * 60, "x" * 60),
    ],
)
def test_clean_name_takes_names(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "https://evil.example/win",
        "WWW.evil",
        "Win at evil.com",
        "evil\u3002com",
        "evil\uff0ecom",
        "Mara\r\nBcc: eva@example.com",
        "Ma\x07ra",
        "Ma\x00ra",
        "Ma\ud800ra",
        "x" * 61,
    ],
)
def test_clean_name_refuses_links_and_control_characters(typed: str) -> None:
    with pytest.raises(NameRefusedError) as refused:
        clean_name(typed)
    assert str(refused.value).startswith("Please ")


@given(st.text(max_size=90))
def test_clean_name_is_idempotent(typed: str) -> None:
    try:
        once = clean_name(typed)
    except NameRefusedError:
        return
    assert clean_name(once) == once
    assert len(once) <= 60
