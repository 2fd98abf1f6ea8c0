"""Ratios as published with WCAG 2.2 and by its well-known examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.journey.colour import NIGHT, WHITE, contrast, ink_on

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_the_ratio_of_the_guideline(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize(
    ("background", "ink"),
    [("#0b6e4f", WHITE), ("#5fd0a5", NIGHT), ("#ffffff", NIGHT), ("#000000", WHITE)],
)
def test_ink_on_takes_the_one_that_reads_better(background: str, ink: str) -> None:
    assert ink_on(background) == ink


@given(colours)
def test_ink_on_any_colour_is_readable(background: str) -> None:
    assert contrast(ink_on(background), background) >= 4.5
