"""Where something stands in a document, by numbers and by stable keys, there and back.

Paths (`steps[0].quiz.questions[2].text`) are what faults name; places
(`steps.quiz.quiz.questions.rate.text`) survive sorting, so waivers are kept by them.
"""

from __future__ import annotations

import re

from pydantic import BaseModel

_PART = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def place_of(document: object, path: str) -> str:
    """The path with keys for numbers; what the document does not have stays as it is written.

    Plain data of what is no document yet will do, too.
    """
    here: object = document
    parts: list[str] = []
    for name, number in _PART.findall(path):
        here = _part(here, name)
        parts.append(name)
        if number:
            rows = here if isinstance(here, tuple | list) else ()
            here = rows[int(number)] if int(number) < len(rows) else None
            parts.append(str(_part(here, "key") or int(number) + 1))
    return ".".join(parts)


def path_of(document: BaseModel, place: str) -> str:
    """The place with numbers for keys; empty where the document has no such place any more."""
    here: object = document
    path = ""
    parts = place.split(".") if place else []
    while parts:
        name = parts.pop(0)
        here = getattr(here, name, None)
        if here is None and parts:
            return ""
        path = f"{path}.{name}" if path else name
        if isinstance(here, tuple) and parts:
            key = parts.pop(0)
            number = _number_of(here, key)
            if number is None:
                return ""
            here = here[number]
            path = f"{path}[{number}]"
    return path


def _part(here: object, name: str) -> object:
    return here.get(name) if isinstance(here, dict) else getattr(here, name, None)


def _number_of(rows: tuple[object, ...], key: str) -> int | None:
    for number, row in enumerate(rows):
        if (getattr(row, "key", None) or str(number + 1)) == key:
            return number
    return None
