"""How many cases a pure law is tried on: some hundred, in `make proof-laws` thousands."""

from __future__ import annotations

import os

from hypothesis import settings

_TIMES = 25 if os.environ.get("HYPOTHESIS_PROFILE") == "proof" else 1


def cases(number: int) -> settings:
    """`number` in the ordinary run. Laws that ask a database say their own number instead."""
    return settings(max_examples=number * _TIMES)
