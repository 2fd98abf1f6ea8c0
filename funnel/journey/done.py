"""What a handler hands back."""

from __future__ import annotations

from dataclasses import dataclass

from funnel.journey.trail import Screen
from leads.activity import Act


@dataclass(frozen=True, slots=True)
class Done:
    """`next` overrules where the trail leads; `acts` go to the ledger beside the trail's own.
    `away` is an address outside to open now. `is_told` False keeps this press, and what the
    visit did before it, out of the person's story."""

    next: Screen | None = None
    acts: tuple[Act, ...] = ()
    is_opt_in: bool = False
    away: str = ""
    is_told: bool = True
