"""How much two texts say the same: word shingles set against each other. value.py asks.

Broder 1997, "On the resemblance and containment of documents": the share of runs of words that
two texts have in common among all that either has (Jaccard), here with runs of three.
"""

from __future__ import annotations

from funnel.checking.rules.plain import words

RUN = 3


def likeness(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same words in the same order. Symmetric."""
    first, second = _shingles(one), _shingles(other)
    either = first | second
    return len(first & second) / len(either) if either else 1.0


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Shorter texts are one run of their own."""
    said = [word.casefold() for word in words(text)]
    if not said:
        return frozenset()
    return frozenset(tuple(said[i : i + RUN]) for i in range(max(1, len(said) - RUN + 1)))
