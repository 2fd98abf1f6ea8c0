"""Every text that people read, with its place: whatever a document types as a line or a text.

Keys, addresses, colours, formulas and file names have types of their own and stay as they are,
so a new field of a document is found here without being named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from django_stubs_ext import StrPromise
from pydantic import BaseModel, TypeAdapter

from funnel.document import FunnelDocument
from funnel.translating.naming import FUNNEL, thing_of
from quizzes.document import Line, MaybeLine, Text

_READ = {get_args(kind)[:2] for kind in (Line, MaybeLine, Text)}


@dataclass(frozen=True, slots=True)
class Said:
    """One text. `path` is its place as faults name it (`steps[0].invite`). `thing` and `group`
    say in words what it belongs to, and to which part of the ladder that belongs."""

    place: str
    path: str
    text: str
    owner: type[BaseModel]
    field: str
    thing: str | StrPromise
    group: str | StrPromise

    def value_of(self, text: str) -> object:
        """What stands in the document for this text: one text, or a list of one a line."""
        return value_of(self.owner, self.field, text)

    def check(self, text: str) -> None:
        """Raises pydantic.ValidationError for a text that this field does not take."""
        _adapter(self.owner, self.field).validate_python(self.value_of(text), strict=True)


def places(document: FunnelDocument) -> dict[str, str]:
    """Each text by its place, in the order of the document; empty ones are not there."""
    return {said.place: said.text for said in said_in(document)}


def said_in(document: FunnelDocument) -> list[Said]:
    """places() with what is known of each."""
    return list(_walk(document, ("", ""), FUNNEL, None))


def text_fields(owner: type[BaseModel]) -> Mapping[str, bool]:
    """The fields that people read; True for a list of lines (right answers to type)."""
    return _text_fields(owner)


def value_of(owner: type[BaseModel], field: str, text: str) -> str | tuple[str, ...]:
    if not text_fields(owner)[field]:
        return text
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def parts_of(value: object, place: str) -> Iterator[tuple[str, int, BaseModel]]:
    """The models a field holds, each with its place and its number in the list."""
    if isinstance(value, BaseModel):
        yield place, 1, value
    elif isinstance(value, tuple):
        for number, each in enumerate(value, 1):
            if isinstance(each, BaseModel):
                yield f"{place}.{getattr(each, 'key', None) or number}", number, each


def join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _walk(
    part: BaseModel,
    where: tuple[str, str],
    thing: str | StrPromise,
    group: str | StrPromise | None,
) -> Iterator[Said]:
    """`where` is the part's place and its path."""
    owner = type(part)
    for name in owner.model_fields:
        here, path, value = join(where[0], name), join(where[1], name), getattr(part, name)
        if name in text_fields(owner):
            text = value if isinstance(value, str) else "\n".join(value)
            if text:
                group_now = thing if group is None else group
                yield Said(here, path, text, owner, name, thing, group_now)
            continue
        for below, number, each in parts_of(value, here):
            its = thing_of(name, each, number)
            below_path = f"{path}[{number - 1}]" if isinstance(value, tuple) else path
            yield from _walk(
                each,
                (below, below_path),
                thing if its is None else its,
                its if group is None else group,
            )


@lru_cache(maxsize=256)
def _text_fields(owner: type[BaseModel]) -> Mapping[str, bool]:
    hints = get_type_hints(owner, include_extras=True)
    found: dict[str, bool] = {}
    for name in owner.model_fields:
        if _is_read(hints[name]):
            found[name] = False
        elif get_origin(hints[name]) is tuple and _is_read(get_args(hints[name])[0]):
            found[name] = True
    return found


def _is_read(hint: object) -> bool:
    return get_origin(hint) is Annotated and get_args(hint)[:2] in _READ


@lru_cache(maxsize=512)
def _adapter(owner: type[BaseModel], field: str) -> TypeAdapter[object]:
    info = owner.model_fields[field]
    # Any: a type made at run time is none to the checker.
    kind: Any = Annotated[(info.annotation, *info.metadata)]
    return TypeAdapter(kind)
