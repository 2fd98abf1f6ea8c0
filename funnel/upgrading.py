"""Documents as they were once written, read as what they mean today; never written back.

Loading a publication and reading a portable file call it on the plain data, before its shape
is checked. What is not recognised stays as it is: the shape says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Any: JSON as it was read.
Raw = Any


def upgraded(raw: Raw) -> Raw:
    """The same data in today's words. Idempotent."""
    if not isinstance(raw, dict) or not isinstance(raw.get("steps"), list):
        return raw
    return {**raw, "steps": [_step(step) for step in raw["steps"]]}


def _step(step: Raw) -> Raw:
    if not isinstance(step, dict):
        return step
    if "asks_first_name" in step:
        return _with_fields(step)
    offer = step.get("offer")
    if isinstance(offer, dict) and offer.get("url") and "action" not in offer:
        return {**step, "offer": {**offer, "action": "link"}}
    return step


def _with_fields(step: Mapping[str, Raw]) -> dict[str, Raw]:
    """An opt-in knew an address and, if asked for, a first name that could be left empty."""
    kept = {name: value for name, value in step.items() if name != "asks_first_name"}
    name = [{"kind": "first_name", "is_required": False}] if step["asks_first_name"] else []
    return {"fields": [*name, {"kind": "email"}], **kept}
