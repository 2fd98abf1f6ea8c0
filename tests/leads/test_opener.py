"""The first words, made of the person's own answer."""

from __future__ import annotations

from leads.opener import opener
from tests.leads.factories import EVERY_KIND


def test_opener_quotes_their_own_words_first() -> None:
    assert opener("Mara", EVERY_KIND) == (
        "Hello Mara, when we asked “Your trouble in a word?”, you said: “Getting paid”. "
        "Is that still so?"
    )


def test_opener_quotes_a_choice_where_nothing_was_written() -> None:
    assert opener("", EVERY_KIND[:1]) == (
        "Hello, when we asked “How do you set your rate?”, you said: “Last year's”. "
        "Is that still so?"
    )


def test_opener_cuts_a_long_answer_at_a_word() -> None:
    said = {"asked": "Why?", "kind": "long_text", "values": ["x"], "said": "word " * 60}
    text = opener("", [said])
    assert ("word word…”" in text, len(text)) == (True, 220)


def test_opener_never_quotes_what_is_sensitive_or_skipped() -> None:
    assert opener("Mara", [{**EVERY_KIND[0], "sensitive": True}, EVERY_KIND[-1]]) == ""
