from __future__ import annotations

import pytest

from funnel.papers.wording import first_sentence, plain, tree


def text(said: str) -> dict[str, object]:
    return {"kind": "text", "text": said}


def test_tree_keeps_the_shape_of_markdown() -> None:
    assert tree("# Head\n\nOne **two *three*** [four](https://a.example/) `x`\nfive  \nsix") == [
        {"kind": "heading", "inside": [text("Head")]},
        {
            "kind": "paragraph",
            "inside": [
                text("One "),
                {
                    "kind": "strong",
                    "inside": [text("two "), {"kind": "em", "inside": [text("three")]}],
                },
                text(" "),
                {"kind": "link", "address": "https://a.example/", "inside": [text("four")]},
                text(" "),
                {"kind": "code", "text": "x"},
                text(" "),
                text("five"),
                {"kind": "break"},
                text("six"),
            ],
        },
    ]


def test_tree_keeps_lists_quotes_code_and_tables() -> None:
    def paragraph(said: str) -> dict[str, object]:
        return {"kind": "paragraph", "inside": [text(said)]}

    assert tree("* a\n* b\n  1. c\n\n> d\n\n---\n\n    e\n\n| f | g |\n|---|---|\n| h | i |") == [
        {
            "kind": "bullets",
            "items": [
                [paragraph("a")],
                [paragraph("b"), {"kind": "numbers", "items": [[paragraph("c")]]}],
            ],
        },
        {"kind": "quote", "inside": [paragraph("d")]},
        {"kind": "rule"},
        {"kind": "code", "text": "e\n"},
        {
            "kind": "table",
            "columns": 2,
            "cells": [[text("f")], [text("g")], [text("h")], [text("i")]],
        },
    ]


def test_tree_keeps_only_links_that_lead_to_pages_or_mail() -> None:
    assert tree("[a](/secret) ![b](https://a.example/b.png)") == [
        {"kind": "paragraph", "inside": [text("a"), text(" ")]}
    ]


@pytest.mark.parametrize(
    ("said", "set_as"),
    [
        ("Great \U0001f389\ufe0f job", "Great  job"),
        ("a\x00b\x1b[0mc\nd", "ab[0mc\nd"),
        ("x" * 30, f"{'x' * 12}\u200b{'x' * 12}\u200b{'x' * 6}"),
        ("مرحبا £ 静か №", "مرحبا £ 静か №"),
    ],
)
def test_plain_leaves_out_what_no_font_has(said: str, set_as: str) -> None:
    assert plain(said) == set_as


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("You **answer** fast and\nkindly. And so on.", "You answer fast and kindly."),
        ("* A list item without an end", "A list item without an end"),
        ("Oh. That was short, was it not? Yes.", "Oh. That was short, was it not?"),
        ("", ""),
    ],
)
def test_first_sentence_has_no_marks(said: str, first: str) -> None:
    assert first_sentence(said) == first
