"""Which words of a text went and which came, so that a change is seen at a glance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the gap before it.
_WORD = re.compile(r"\s*\S+|\s+")
# Comparing takes the square of this; longer texts are shown one above the other.
_MOST_WORDS = 3_000
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row; `is_own` are those that the other text lacks."""

    text: str
    is_own: bool = False


def marked(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs of words. Long stretches that are the same are cut to their ends."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if not old or not new or len(old) + len(new) > _MOST_WORDS:
        return whole(before), whole(after)
    left: list[Run] = []
    right: list[Run] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (what, old_from, old_to, new_from, new_to) in enumerate(steps):
        if what == "equal":
            same = _cut(new[new_from:new_to], number == 0, number == len(steps) - 1)
            left.append(Run(same))
            right.append(Run(same))
            continue
        if old_to > old_from:
            left.append(Run("".join(old[old_from:old_to]), is_own=True))
        if new_to > new_from:
            right.append(Run("".join(new[new_from:new_to]), is_own=True))
    return tuple(left), tuple(right)


def whole(text: str) -> tuple[Run, ...]:
    """A text as one run, nothing of it marked."""
    return (Run(text),) if text else ()


def _cut(words: list[str], is_first: bool, is_last: bool) -> str:
    """The words next to what changed; what stands further off is left out."""
    if len(words) <= _AROUND * 2 + 2:
        return "".join(words)
    start = "" if is_first else "".join(words[:_AROUND])
    end = "" if is_last else "".join(words[-_AROUND:])
    return f"{start} …{end}"
