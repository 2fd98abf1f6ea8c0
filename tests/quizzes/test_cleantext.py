"""The border of every text from outside."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.cleantext import UnreadableTextError, clean_text
from tests.laws import cases

readable = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@cases(200)
@example(text="a\u0301" * 9, limit=5, is_multiline=False)
@example(text="e\u200b\u0301", limit=3, is_multiline=False)
@given(text=readable, limit=st.integers(1, 40), is_multiline=st.booleans())
def test_clean_text_is_short_normal_and_clean_for_good(
    text: str, limit: int, is_multiline: bool
) -> None:
    found = clean_text(text, limit=limit, is_multiline=is_multiline)
    assert len(found) <= limit
    assert found == found.strip()
    assert unicodedata.is_normalized("NFC", found)
    kept = "\n\t" if is_multiline else ""
    assert all(unicodedata.category(char) != "Cc" or char in kept for char in found)
    assert clean_text(found, limit=limit, is_multiline=is_multiline) == found


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfffy"])
def test_what_no_person_types_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTextError):
        clean_text(text, limit=100)


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        (" Ada \r\n Lovelace ", "Ada   Lovelace", "Ada \n Lovelace"),
        ("Jose\u0301", "José", "José"),
        ("a\u202eb\u200bc\x07d", "abcd", "abcd"),
        ("👩\u200d💻", "👩\u200d💻", "👩\u200d💻"),
        ("a\tb", "a b", "a\tb"),
    ],
)
def test_what_stays_and_what_goes(text: str, line: str, lines: str) -> None:
    assert clean_text(text, limit=100) == line
    assert clean_text(text, limit=100, is_multiline=True) == lines


def test_a_long_text_is_cut() -> None:
    assert clean_text("word " * 1000, limit=7) == "word wo"
