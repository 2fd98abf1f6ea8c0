from __future__ import annotations

import pytest

from leads.throwaway import is_throwaway


@pytest.mark.parametrize(
    ("address", "is_flagged"),
    [
        ("a@mailinator.com", True),
        ("a@box.mailinator.com", True),
        ("a@example.com", False),
        ("a@notmailinator.com.example", False),
        ("a@com", False),
    ],
)
def test_throwaway_is_told_by_the_domain_or_one_above_it(address: str, is_flagged: bool) -> None:
    assert is_throwaway(address) is is_flagged
