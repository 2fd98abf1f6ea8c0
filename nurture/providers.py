"""Who answers for an address. Limits, stops and rates are counted for each of them."""

from __future__ import annotations

_PROVIDERS = {
    "google": ("gmail.", "googlemail."),
    "yahoo": ("yahoo.", "ymail.", "rocketmail.", "aol."),
    "microsoft": ("outlook.", "hotmail.", "live.", "msn."),
}
# The others are domains, and those may tell who somebody is.
BIG = tuple(_PROVIDERS)


def provider_group(address: str) -> str:
    """Who answers for this address: a big provider's name, else the domain itself."""
    domain = address.rpartition("@")[2].lower()
    for name, beginnings in _PROVIDERS.items():
        if domain.startswith(beginnings):
            return name
    return domain[:60]
