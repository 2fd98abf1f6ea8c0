"""What a rate may say."""

from __future__ import annotations

import pytest

from leads.shares import Share


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (19, 19, None), (20, 20, 100), (5, 20, 25), (1, 40, 2), (0, 20, 0)],
)
def test_share_says_nothing_under_twenty(part: int, whole: int, percent: int | None) -> None:
    assert Share(part, whole).percent == percent
