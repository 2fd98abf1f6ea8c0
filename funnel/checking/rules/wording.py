"""Wording that tricks: which kinds there are, and how a language's patterns are asked.

Each language has a module of its own, `wording_en` and so on, with patterns written from how
such wording works and examples in its tests. honest.py and `bench_wording` ask. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from funnel.checking.rules.plain import normal


class Trick(StrEnum):
    SCARCITY = "scarcity"
    COUNTDOWN = "countdown"
    ACTIVITY = "activity"
    SHAMING = "shaming"
    CALCULATING = "calculating"


@dataclass(frozen=True, slots=True)
class Wording:
    """`patterns` find a trick in any text. `refusals` find shaming in the words of a button that
    says no, where less is needed to shame. `delays` are words a true "not now" has, `yeses` are
    words a disguised one begins with. `purposes` are what one box may ask for, each by itself;
    `by_pressing` claims agreement that nobody gave."""

    patterns: Mapping[Trick, re.Pattern[str]]
    refusals: re.Pattern[str]
    yeses: re.Pattern[str]
    purposes: Mapping[str, re.Pattern[str]]
    by_pressing: re.Pattern[str]
    ticked: re.Pattern[str]


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of many, for text in small letters. A blank is any space."""
    return re.compile("|".join(f"(?:{each})" for each in patterns))


def tricks(wording: Wording, text: str) -> Iterator[tuple[Trick, str]]:
    """Each kind at most once, with the words that show it."""
    read = normal(text)
    for trick, pattern in wording.patterns.items():
        if found := pattern.search(read):
            yield trick, found[0].strip(" .,;:")
