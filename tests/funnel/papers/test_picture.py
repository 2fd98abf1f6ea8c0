from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage

from funnel.papers.picture import Picture, picture

PLANNER = Picture(
    eyebrow="What is your hour worth?",
    title="Planner",
    button="Find out yours",
    foot="Ledger & Leaf",
    accent="#0b6e4f",
    ink="#ffffff",
    language="en",
)


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_picture_is_made_once_and_kept() -> None:
    made = picture(PLANNER)
    assert size(made) == (1200, 630)
    assert len(made) < 100_000
    assert default_storage.listdir("shares") == ([], [f"{PLANNER.mark}.png"])
    with default_storage.open(f"shares/{PLANNER.mark}.png", "wb") as kept:
        kept.write(b"kept")
    assert picture(PLANNER) == b"kept"


@pytest.mark.parametrize(
    "title",
    [
        '#panic("x") $ \\ " @name <label> // /* `raw` #import "/etc/passwd"',
        "W" * 300,
        "a b " * 75,
        "x",
        "\U0001f389\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "المخطط الهادئ 123 abc",
        "静かな計画者",
        "\u202e\u0000\x07\ufffe\u200b",
        "e\u0301\u0302" * 40,
        "",
    ],
)
def test_picture_bears_any_title(title: str) -> None:
    wanted = replace(PLANNER, title=title, language="ar" if "م" in title else "en")
    assert size(picture(wanted)) == (1200, 630)


def test_mark_changes_with_everything_that_is_seen() -> None:
    others = [
        replace(PLANNER, **{name: value})
        for name, value in {
            "eyebrow": "x",
            "title": "x",
            "button": "x",
            "foot": "x",
            "accent": "#112233",
            "ink": "#000000",
            "language": "ar",
        }.items()
    ]
    assert len({PLANNER.mark, *(each.mark for each in others)}) == 8
