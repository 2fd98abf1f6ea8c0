"""Depth: how much this person has said yes to, in effort points. It never decays.

Pure; activity stores it for the desk, the roof asks it for one visit's acts at the offer's gate.
"""

from __future__ import annotations

from collections.abc import Iterable

from leads.warmth import LedgerRow


def depth(ledger: Iterable[LedgerRow]) -> int:
    """Effort summed over distinct subjects; a skip costs nothing and counts nothing."""
    return sum(row.effort for row in depth_rows(ledger))


def depth_rows(ledger: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """The receipt: of each subject the act that cost most, the first of equals, newest first.

    Their efforts add up to the depth.
    """
    costliest: dict[str, LedgerRow] = {}
    for row in sorted(ledger, key=_first_done):
        known = costliest.get(row.subject)
        if row.effort > (known.effort if known else 0):
            costliest[row.subject] = row
    return tuple(sorted(costliest.values(), key=_first_done, reverse=True))


def _first_done(row: LedgerRow) -> tuple[float, str]:
    return (row.occurred_at.timestamp(), row.subject)
