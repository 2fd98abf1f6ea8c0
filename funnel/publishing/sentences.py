"""What pydantic found wrong, in sentences a marketer can act on, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from funnel.publishing.faults import Fault
from funnel.publishing.known_keys import CONDITIONS, condition_kind, known_keys

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from funnel.publishing.shape import Plain

_PLAIN = {
    "missing": "This is missing. Add it.",
    "string_type": "This must be text. Put it in quotes.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "bool_type": "This must be true or false.",
    "tuple_type": "This must be a list: one line each, beginning with a dash.",
    "dict_type": "This must be a group of keys and values.",
    "model_type": "This must be a group of keys and values.",
    "union_tag_not_found": "Say of which kind this is: add the key kind.",
    "string_too_short": "This is empty. Write something.",
}
_LIMITS = {
    "string_too_long": "This is longer than {max_length} characters. Shorten it.",
    "too_short": "At least {min_length} must stand here.",
    "too_long": "At most {max_length} may stand here.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "literal_error": "This must be {expected}.",
    "union_tag_invalid": "There is no kind '{tag}'. It is one of: {expected_tags}.",
}
# By a piece of the pattern that was missed.
_PATTERNS = {
    r"[^\r\n]": "Write this on one line.",
    "#[0-9a-f]": "Write a colour like '#0b6e4f', in quotes.",
    "https": "Write an address that begins with https://.",
    "^media/": "Name a file like media/training.mp4, in small letters.",
    "{64}": "Write the SHA-256 of the file: 64 digits and letters a to f.",
    "[01]": "Write a time like '09:30', in quotes.",
    "result|offer": "Write result, offer, resume or step: and the key of a step.",
    "[a-z]{2}": "Write a language like en or de-at.",
    "[a-z0-9_-]*": "Use small letters, digits, - and _ only.",
}
_CONDITION = (
    "This is no condition. Begin with fact (answer, outcome, source, topic or depth)"
    " or with all, any or not."
)


def faults_of(error: ValidationError, raw: Plain) -> list[Fault]:
    """Each fault once, in the order of the document."""
    found: dict[Fault, None] = {}
    for each in error.errors(include_url=False, include_input=False):
        fault = _fault(each, raw)
        if fault is not None:
            found.setdefault(fault)
    return list(found)


def _fault(error: ErrorDetails, raw: Plain) -> Fault | None:
    path, here = "", raw
    for position, part in enumerate(error["loc"]):
        if isinstance(part, int):
            path += f"[{part}]"
            here = here[part] if isinstance(here, list) and part < len(here) else None
        elif part in CONDITIONS and not (isinstance(here, dict) and part in here):
            # pydantic tries every kind of condition; only the one that was meant counts.
            meant = condition_kind(here)
            if meant is None:
                return Fault(path, _CONDITION)
            if meant != part:
                return None
        elif part != "[key]" and not (position == 2 and error["loc"][0] == "steps"):
            path = f"{path}.{part[:60]}".lstrip(".")
            here = here.get(part) if isinstance(here, dict) else None
    if error["type"] == "too_short" and isinstance(here, list) and len(here) >= _least(error):
        return None  # enough stand there; the faulty ones are named one by one
    return Fault(path, _sentence(error))


def _least(error: ErrorDetails) -> int:
    return int(error.get("ctx", {}).get("min_length", 0))


def _sentence(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"])
    if kind == "string_pattern_mismatch":
        return _pattern(context)
    if kind in _LIMITS:
        return _LIMITS[kind].format_map(context)
    return _PLAIN.get(kind, f"{error['msg']}.")


def _pattern(context: Mapping[str, object]) -> str:
    pattern = str(context.get("pattern", ""))
    for piece, sentence in _PATTERNS.items():
        if piece in pattern:
            return sentence
    return f"This does not look as it should ({pattern})."


def _unknown_key(loc: tuple[int | str, ...]) -> str:
    known, key = known_keys(loc[:-1]), str(loc[-1])[:60]
    nearest = difflib.get_close_matches(key, known, n=1)
    if nearest:
        return f"There is no key '{key}' here. Did you mean '{nearest[0]}'?"
    return f"There is no key '{key}' here. These are known: {', '.join(known)}."
