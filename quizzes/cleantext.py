"""The border every text from outside crosses once: answers, names, UTM, Referer, headers.

SQLite stores what Postgres refuses, so nothing passes that either of them would choke on.
"""

from __future__ import annotations

import unicodedata

# Invisible marks that reorder or hide text; useful to attackers, never to a name or an answer.
# The zero-width joiner and non-joiner (U+200C, U+200D) stay: scripts and emoji need them.
_HIDDEN = frozenset(
    chr(code)
    for code in (
        0x00AD,
        0x061C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
    )
)
_LINE_MARKS = frozenset("\n\t")


class UnreadableTextError(ValueError):
    """The text holds a NUL byte or half of a surrogate pair: no person types that."""


def clean_text(value: str, *, limit: int, is_multiline: bool = False) -> str:
    """The text in NFC, without control and reordering characters, trimmed and cut to `limit`.

    Raises UnreadableTextError for NUL and lone surrogates. Idempotent: cleaning twice is
    cleaning once. The input is cut to four times the limit before any work is done on it.
    """
    value = value[: limit * 4]
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise UnreadableTextError("This text has characters in it that no keyboard makes.")
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = []
    for char in unicodedata.normalize("NFC", value):
        if char in _LINE_MARKS:
            kept.append(char if is_multiline else " ")
        elif char not in _HIDDEN and unicodedata.category(char) != "Cc":
            kept.append(char)
    # Dropping a mark can bring two characters together that compose, hence NFC once more.
    text = unicodedata.normalize("NFC", "".join(kept)).strip()
    return text[:limit].strip()
