"""A document with one place changed. What the check can put right by itself is made of these.

Paths are those of faults: `steps[0].quiz.questions[2].text`.
"""

from __future__ import annotations

import re
from typing import Any

from funnel.document import FunnelDocument

_PART = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")

# Any: plain data as JSON has it, place by place.
Data = Any


def with_values(document: FunnelDocument, values: dict[str, object]) -> FunnelDocument:
    """The document with each path set to its value, as JSON has it.

    Raises pydantic.ValidationError where the value does not fit, LookupError for a place that is
    not there.
    """
    data = document.model_dump(mode="json", by_alias=True)
    for path, value in values.items():
        here, last = _reached(data, path)
        here[last] = value
    return FunnelDocument.model_validate(data, strict=False)


def without(document: FunnelDocument, path: str) -> FunnelDocument:
    """The document without this row of a list or this key of a group. Raises as with_values()."""
    data = document.model_dump(mode="json", by_alias=True)
    here, last = _reached(data, path)
    del here[last]
    return FunnelDocument.model_validate(data, strict=False)


def parts_of(path: str) -> list[int | str]:
    """steps[0].invite as "steps", 0, "invite"."""
    return [int(number) if number else name for number, name in _PART.findall(path)]


def _reached(data: Data, path: str) -> tuple[Data, int | str]:
    *way, last = parts_of(path)
    here = data
    for part in way:
        here = here[part]
    return here, last
