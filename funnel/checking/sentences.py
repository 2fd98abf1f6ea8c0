"""What pydantic found wrong, in sentences a marketer can act on, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from funnel.checking.faults import Fault
from funnel.checking.known_keys import is_condition, is_number, known_keys, written_parts

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from funnel.publishing.shape import Plain

# Of text that clean_text() refuses.
UNREADABLE = _("This text has characters in it that no keyboard makes.")

_NUMBER = _("This must be a number.")
_GROUP = _("This must be a group of keys and values.")
_PLAIN = {
    "missing": _("This is missing. Add it."),
    "string_type": _("This must be text. Put it in quotes."),
    "int_type": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _("This must be true or false."),
    "tuple_type": _("This must be a list: one line each, beginning with a dash."),
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "union_tag_not_found": _("Say of which kind this is: add the key kind."),
    "string_too_short": _("This is empty. Write something."),
}
_LIMITS = {
    "string_too_long": _("This is longer than %(max_length)s characters. Shorten it."),
    "too_short": _("At least %(min_length)s must stand here."),
    "too_long": _("At most %(max_length)s may stand here."),
    "greater_than": _("This must be more than %(gt)s."),
    "greater_than_equal": _("This must be %(ge)s or more."),
    "less_than": _("This must be less than %(lt)s."),
    "less_than_equal": _("This must be %(le)s or less."),
    "literal_error": _("This must be %(expected)s."),
    "union_tag_invalid": _("There is no kind '%(tag)s'. It is one of: %(expected_tags)s."),
}
# What a list lacks while it is still empty, by its key: a draft begins so, which is no fault.
_FIRST = {
    "steps": _("Add the first step. A quiz is the easiest beginning."),
    "questions": _("Add the first question: one tap, and nobody has to think long."),
    "outcomes": _("Add the first result: what people learn about themselves."),
    "choices": _("Add the answers: at least two."),
    "items": _("Add the first line to tick."),
    "messages": _("Add the first mail."),
}
# By a piece of the pattern that was missed.
_PATTERNS = {
    r"[^\r\n]": _("Write this on one line."),
    "#[0-9a-f]": _("Write a colour like '#0b6e4f', in quotes."),
    "https": _("Write an address that begins with https://."),
    "^media/": _("Name a file like media/training.mp4, in small letters."),
    "{64}": _("Write the SHA-256 of the file: 64 digits and letters a to f."),
    r"\d{4}-": _("Write a day like '2026-03-31', in quotes."),
    "[01]": _("Write a time like '09:30', in quotes."),
    "result|offer": _("Write result, offer, resume or step: and the key of a step."),
    "[a-z]{2}": _("Write a language like en or de-at."),
    "[a-z0-9_-]*": _("Use small letters, digits, - and _ only."),
}
_CONDITION = _(
    "This is no condition. Begin with fact (answer, number, answered, outcome, source, device,"
    " language, topic, figure, score or depth) or with all, any or not."
)


# Nobody mends more at once, and a file can be broken in very many places.
MOST = 100


def faults_of(error: ValidationError, raw: Plain) -> list[Fault]:
    """Each fault once, in the order of the document; of very many the first, and that there are
    more."""
    found: dict[Fault, None] = {}
    for each in error.errors(include_url=False, include_input=False):
        fault = _fault(each, raw)
        if fault is not None and fault not in found and len(found) == MOST:
            return [*found, Fault("", gettext("And more like these. Mend these first."))]
        if fault is not None:
            found.setdefault(fault)
    return list(found)


def _fault(error: ErrorDetails, raw: Plain) -> Fault | None:
    path, here = "", raw
    for part in written_parts(error["loc"]):
        if isinstance(part, int):
            path += f"[{part}]"
            here = here[part] if isinstance(here, list) and part < len(here) else None
        else:
            path = f"{path}.{part[:60]}".lstrip(".")
            here = here.get(part) if isinstance(here, dict) else None
    if error["type"] == "too_short" and isinstance(here, list) and len(here) >= _least(error):
        return None  # enough stand there; the faulty ones are named one by one
    return Fault(path, _sentence(error, here))


def _least(error: ErrorDetails) -> int:
    return int(error.get("ctx", {}).get("min_length", 0))


def _sentence(error: ErrorDetails, here: Plain) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"])
    if kind == "string_pattern_mismatch":
        return _pattern(context)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        if is_condition(error["loc"]):
            return str(_CONDITION)
        if not isinstance(here, dict):
            return str(_GROUP)
    if kind == "int_type" and is_number(error["loc"]):
        return str(_NUMBER)
    if kind == "too_short" and not here and error["loc"][-1] in _FIRST:
        return str(_FIRST[str(error["loc"][-1])])
    if kind in _LIMITS:
        return str(_LIMITS[kind]) % {name: _said(value) for name, value in context.items()}
    return str(_PLAIN.get(kind, f"{error['msg']}."))


def _said(value: object) -> object:
    """A limit as people write it: 3 rather than 3.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _pattern(context: Mapping[str, object]) -> str:
    pattern = str(context.get("pattern", ""))
    for piece, sentence in _PATTERNS.items():
        if piece in pattern:
            return str(sentence)
    return gettext("This does not look as it should (%(pattern)s).") % {"pattern": pattern}


def _unknown_key(loc: tuple[int | str, ...]) -> str:
    known, key = known_keys(loc[:-1]), str(loc[-1])[:60]
    nearest = difflib.get_close_matches(key, known, n=1)
    if nearest:
        return gettext("There is no key '%(key)s' here. Did you mean '%(nearest)s'?") % {
            "key": key,
            "nearest": nearest[0],
        }
    return gettext("There is no key '%(key)s' here. These are known: %(known)s.") % {
        "key": key,
        "known": ", ".join(known),
    }
