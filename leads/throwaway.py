"""Addresses made to be thrown away: a flag for sales, never a reason to refuse anybody.

The list is the one that the package disposable-email-domains carries; nothing is looked up.
"""

from __future__ import annotations

from disposable_email_domains import blocklist


def is_throwaway(normalised: str) -> bool:
    """Whether the address's domain, or one that it is part of, hands out addresses for minutes."""
    labels = normalised.rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))
