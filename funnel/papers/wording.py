"""Words and Markdown made ready for paper: plain text, and a small tree that templates walk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

# The same Markdown as on the pages, see quizzes.markdown.
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")
_LONG_WORD = re.compile(r"\S{25,}")
_LINK = re.compile(r"^(https?://|mailto:)", re.IGNORECASE)
# typst refuses addresses of more than some thousand letters.
_LONGEST_LINK = 2_000
# Pictures among letters: no text font has them, and a row of empty boxes helps nobody.
_FIRST_PICTURE = 0x1F000
_MARKS_OF_PICTURES = frozenset("\u200d\u20e3\ufe0e\ufe0f")

Node = dict[str, object]


def plain(text: str) -> str:
    """One line or more as paper can bear it: no control characters, no emoji, and long words
    with places to break."""
    kept = "".join(char for char in text if _is_settable(char))
    return _LONG_WORD.sub(_with_breaks, kept)


def short_language(language: str) -> str:
    """typst knows languages by two or three letters."""
    return language.split("-", 1)[0]


def tree(text: str) -> list[Node]:
    """Markdown as nested nodes of plain data; each has a `kind`."""
    return list(_blocks(iter(_parser.parse(text)), ""))


def first_sentence(text: str) -> str:
    """The first sentence of the first paragraph, without marks."""
    paragraph = next((token for token in _parser.parse(text) if token.type == "inline"), None)
    words = "".join(_letters(paragraph.children or [])) if paragraph else ""
    found = re.match(r"(.{20,}?[.!?؟。])(\s|$)", words, re.DOTALL)
    return found[1] if found else words


def _letters(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "


def _is_settable(char: str) -> bool:
    if char == "\n":
        return True
    category = unicodedata.category(char)
    is_picture = ord(char) >= _FIRST_PICTURE and category in {"So", "Sk"}
    return category not in {"Cc", "Cs", "Co", "Cn"} and not (
        is_picture or char in _MARKS_OF_PICTURES
    )


def _with_breaks(word: re.Match[str]) -> str:
    parts = re.findall(r".{1,12}", word[0])
    return "\u200b".join(parts)


def _blocks(tokens: Iterator[Token], end: str) -> Iterator[Node]:
    for token in tokens:
        match token.type:
            case "paragraph_open" | "heading_open":
                inside = _inlines(iter(next(tokens).children or []), "")
                yield {"kind": token.type.removesuffix("_open"), "inside": list(inside)}
                next(tokens)
            case "blockquote_open":
                yield {"kind": "quote", "inside": list(_blocks(tokens, "blockquote_close"))}
            case "bullet_list_open":
                yield {"kind": "bullets", "items": list(_items(tokens, "bullet_list_close"))}
            case "ordered_list_open":
                yield {"kind": "numbers", "items": list(_items(tokens, "ordered_list_close"))}
            case "fence" | "code_block":
                yield {"kind": "code", "text": plain(token.content)}
            case "hr":
                yield {"kind": "rule"}
            case "table_open":
                yield _table(tokens)
            case kind if kind == end:
                return


def _items(tokens: Iterator[Token], end: str) -> Iterator[list[Node]]:
    for token in tokens:
        if token.type == end:
            return
        yield list(_blocks(tokens, "list_item_close"))


def _table(tokens: Iterator[Token]) -> Node:
    cells: list[list[Node]] = []
    rows = 0
    for token in tokens:
        if token.type == "table_close":
            break
        rows += token.type == "tr_open"
        if token.type == "inline":
            cells.append(list(_inlines(iter(token.children or []), "")))
    return {"kind": "table", "columns": len(cells) // max(rows, 1) or 1, "cells": cells}


def _inlines(tokens: Iterator[Token], end: str) -> Iterator[Node]:
    for token in tokens:
        match token.type:
            case "text" if token.content:
                yield {"kind": "text", "text": plain(token.content)}
            case "code_inline":
                yield {"kind": "code", "text": plain(token.content)}
            case "softbreak":
                yield {"kind": "text", "text": " "}
            case "hardbreak":
                yield {"kind": "break"}
            case "strong_open" | "em_open":
                kind = token.type.removesuffix("_open")
                yield {"kind": kind, "inside": list(_inlines(tokens, f"{kind}_close"))}
            case "link_open":
                yield from _link(str(token.attrs.get("href", "")), tokens)
            case kind if kind == end:
                return


def _link(address: str, tokens: Iterator[Token]) -> Iterator[Node]:
    inside = list(_inlines(tokens, "link_close"))
    if _LINK.match(address) and len(address) <= _LONGEST_LINK:
        yield {"kind": "link", "address": address, "inside": inside}
    else:
        yield from inside
