"""Depth: how much this person has said yes to, in effort points. It never decays.

Pure; activity stores it for the desk, the roof asks it for one visit's acts at the offer's gate.
"""

from __future__ import annotations

from collections.abc import Iterable

from leads.warmth import LedgerRow


def depth(ledger: Iterable[LedgerRow]) -> int:
    """Effort summed over distinct subjects; a skip costs nothing and counts nothing."""
    efforts: dict[str, int] = {}
    for row in ledger:
        if row.effort > 0:
            efforts[row.subject] = max(row.effort, efforts.get(row.subject, 0))
    return sum(efforts.values())
