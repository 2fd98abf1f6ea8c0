from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from funnel.papers import compiling
from funnel.papers.compiling import BusyPressError, compiled, fingerprint

PAPER = {
    "eyebrow": "A quiz",
    "title": "A result",
    "button": "Find out yours",
    "foot": "A business",
    "accent": "#0b6e4f",
    "ink": "#ffffff",
    "language": "en",
    "is_rtl": False,
}


def test_the_same_words_are_set_once() -> None:
    assert compiled("share", PAPER, "png") is compiled("share", dict(PAPER), "png")


def test_fingerprint_is_that_of_the_words() -> None:
    marks = [fingerprint("share", each) for each in (PAPER, dict(PAPER), PAPER | {"title": "B"})]
    assert (marks[0] == marks[1], marks[0] == marks[2], len(marks[0])) == (True, False, 20)


def test_many_at_once_all_come() -> None:
    papers = [PAPER | {"title": f"Result {number}"} for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(lambda paper: compiled("share", paper, "png"), papers))
    assert [each[:4] for each in made] == [b"\x89PNG"] * 12
    assert len(set(made)) == 12


def test_too_many_at_once_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_free", threading.BoundedSemaphore(1))
    monkeypatch.setattr(compiling, "_PATIENCE_SECONDS", 0.01)
    with compiling._free, pytest.raises(BusyPressError):
        compiled("share", PAPER | {"title": "Never set before"}, "png")
