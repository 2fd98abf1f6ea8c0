"""Plain data of a draft, mended until it is a document: what is missing becomes "…".

Only for looking at a draft that is not finished; publishing never mends anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import ValidationError

from funnel.checking.known_keys import written_parts
from funnel.document import FunnelDocument
from funnel.publishing.shape import Plain

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Way = tuple[int | str, ...]
Parts = dict[str, Plain]

NOTHING = "…"
# Each round mends what the one before brought to light; then faulty parts are dropped, then steps.
_ROUNDS, _GENTLE, _FIRM = 24, 5, 12
_LOST: Parts = {"path": "media/lost", "sha256": "0" * 64}
# What stands in for a value that is missing or none, by its name.
_USUAL: dict[str, Plain] = {
    "at_least": 0,
    "at_most": 100,
    "minutes": 1,
    "seconds": 60,
    "days": 0,
    "url": "https://www.example.com/",
    "target": "resume",
    "language": "en",
    "slug": "funnel",
}
_ANY_KEY = "[key]"
_CONDITIONS = {"show_if", "when"}


def mended(raw: Parts) -> FunnelDocument:
    """The document nearest to `raw`, which is changed on the way. Never raises."""
    for number in range(_ROUNDS):
        if not raw.get("steps"):
            raw["steps"] = [_placeholder()]
        try:
            return FunnelDocument.model_validate_json(json.dumps(raw))
        except ValidationError as error:
            # From the end, so that what is dropped moves nothing that is still to be mended.
            for fault in reversed(error.errors(include_url=False, include_input=False)):
                _mend(raw, fault, number)
    kept = {name: raw[name] for name in ("slug", "name", "hook") if name in raw}
    return FunnelDocument.model_validate({**_skeleton(), **kept}, strict=False)


def _skeleton() -> Parts:
    return {
        "slug": _USUAL["slug"],
        "name": NOTHING,
        "hook": {"text": NOTHING, "reassurance": NOTHING},
        "steps": [_placeholder()],
    }


def _placeholder() -> Parts:
    words: dict[str, Plain] = dict.fromkeys(("invite", "title", "body"), NOTHING)
    return {"key": "first", "kind": "statement", **words}


def _mend(raw: Parts, fault: ErrorDetails, number: int) -> None:
    way: Way = tuple(written_parts(fault["loc"]))
    cut = next((at for at, part in enumerate(way) if part in _CONDITIONS), None)
    if cut is not None:
        _put(raw, way[: cut + 1], None)
    elif number >= _FIRM:
        _drop(raw, way[:2])
    elif number >= _GENTLE or fault["loc"][-1:] == (_ANY_KEY,):
        _drop(raw, way if number < _GENTLE else _item(way))
    else:
        _MENDERS.get(fault["type"], _to_usual)(raw, way, fault)


def _fill(raw: Parts, way: Way, _fault: ErrorDetails) -> None:
    """A text that is empty; of a key, one that nothing else is called by."""
    _put(raw, way, _own_key(way) if way[-1] == "key" else NOTHING)


def _cut(raw: Parts, way: Way, fault: ErrorDetails) -> None:
    found, most = _get(raw, way), int(fault.get("ctx", {}).get("max_length", 0))
    if isinstance(found, str | list):
        _put(raw, way, found[:most])
    else:
        _drop(raw, way)


def _repattern(raw: Parts, way: Way, fault: ErrorDetails) -> None:
    found, pattern = _get(raw, way), str(fault.get("ctx", {}).get("pattern", ""))
    if way[-1] == "key":
        _put(raw, way, _own_key(way))
    elif isinstance(found, str) and pattern == r"^[^\r\n]*$":
        _put(raw, way, " ".join(found.split()) or NOTHING)
    else:
        _to_usual(raw, way, fault)


def _clamp(raw: Parts, way: Way, fault: ErrorDetails) -> None:
    bounds = fault.get("ctx", {})
    bound = bounds.get("ge", bounds.get("le"))
    if bound is None:
        _drop(raw, way)
    else:
        _put(raw, way, bound)


def _lengthen(raw: Parts, way: Way, fault: ErrorDetails) -> None:
    found, name = _get(raw, way), str(way[-1])
    if not isinstance(found, list) or name not in _FILLERS:
        _drop(raw, way)
        return
    while len(found) < int(fault.get("ctx", {}).get("min_length", 1)):
        taken = {each.get("key") for each in found if isinstance(each, dict)}
        key = next(key for key in ("yes", "no", *map(str, range(60))) if key not in taken)
        found.append({"key": key, **_FILLERS[name]})


def _to_usual(raw: Parts, way: Way, _fault: ErrorDetails) -> None:
    if way and way[-1] in _USUAL:
        _put(raw, way, _USUAL[str(way[-1])])
    elif _get(raw, way) is None:
        # It is missing, and nothing can stand in for it.
        _drop(raw, _item(way))
    else:
        _drop(raw, way)


def _give_film(raw: Parts, way: Way, _fault: ErrorDetails) -> None:
    """A video with nothing to play, or with two things, or without captions."""
    magnet = _get(raw, way)
    if not isinstance(magnet, dict):
        _drop(raw, _item(way))
        return
    if magnet.get("url") and magnet.get("file"):
        magnet["url"] = ""
    if not magnet.get("url"):
        magnet["file"] = magnet.get("file") or dict(_LOST)
        magnet["captions"] = magnet.get("captions") or dict(_LOST)


_CHOICE: Parts = {"text": NOTHING}
_FILLERS: dict[str, Parts] = {
    "choices": _CHOICE,
    "items": _CHOICE,
    "questions": {"text": NOTHING, "choices": [{"key": "a", **_CHOICE}, {"key": "b", **_CHOICE}]},
    "messages": {
        "subject": NOTHING,
        "body": NOTHING,
        "button": {"label": NOTHING, "target": "resume"},
        "delay": {"days": 0},
    },
}
_MENDERS: dict[str, Callable[[Parts, Way, ErrorDetails], None]] = {
    "string_too_short": _fill,
    "string_type": _fill,
    "string_too_long": _cut,
    "string_pattern_mismatch": _repattern,
    "too_long": _cut,
    "too_short": _lengthen,
    "greater_than": _clamp,
    "greater_than_equal": _clamp,
    "less_than": _clamp,
    "less_than_equal": _clamp,
    "value_error": _give_film,
}


def _own_key(way: Way) -> str:
    return "-".join(str(part) for part in way).lower()[-50:].strip("-_")


def _item(way: Way) -> Way:
    """The way to the nearest item of a list around a place; the place itself outside any."""
    ends = [at for at, part in enumerate(way[:-1]) if isinstance(part, int)]
    return way[: ends[-1] + 1] if ends else way


def _get(raw: Plain, way: Way) -> Plain:
    for part in way:
        if isinstance(raw, dict) and isinstance(part, str):
            raw = raw.get(part)
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            return None
    return raw


def _put(raw: Plain, way: Way, value: Plain) -> None:
    around, last = _get(raw, way[:-1]), way[-1]
    if isinstance(around, dict):
        around[str(last)] = value
    elif isinstance(around, list) and isinstance(last, int) and last < len(around):
        around[last] = value


def _drop(raw: Plain, way: Way) -> None:
    around, last = _get(raw, way[:-1]), way[-1] if way else ""
    if isinstance(around, dict):
        around.pop(str(last), None)
    elif isinstance(around, list) and isinstance(last, int) and last < len(around):
        del around[last]
