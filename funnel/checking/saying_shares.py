"""Shares and spans as people read them. The command, and rules that speak of counting, ask."""

from __future__ import annotations

from fractions import Fraction

from quizzes.numerals import exact, plain


def percent(share: Fraction) -> str:
    """One decimal; what is there at all never reads as nothing, nor as all."""
    if 0 < share < Fraction(1, 1000):
        return "<0.1 %"
    if Fraction(999, 1000) < share < 1:
        return ">99.9 %"
    return f"{float(100 * share):.1f} %"


def span_of(least: float, most: float) -> str:
    """One number where both are the same."""
    low, high = plain(exact(float(least))), plain(exact(float(most)))
    return low if low == high else f"{low}-{high}"
