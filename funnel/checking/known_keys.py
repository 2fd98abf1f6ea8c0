"""What the model says of a place in the document: its keys, and which parts of it are no keys."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from funnel.document import FunnelDocument
from quizzes.conditions import AllOf

Loc = tuple[int | str, ...]


def written_parts(loc: Loc) -> Iterator[int | str]:
    """The parts of a pydantic loc that stand in the file: without kinds and marks of its own."""
    kind: object = FunnelDocument
    for part in loc:
        inner = _inside(kind, part)
        if not (part in _members(kind) or part == "[key]"):
            yield part
        kind = inner


def known_keys(loc: Loc) -> list[str]:
    """Keys of the part at this place (a pydantic loc), in the model's order."""
    kind = _bare(_at(loc))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.alias or name for name, field in kind.model_fields.items()]
    return []


def is_condition(loc: Loc) -> bool:
    """Whether a condition belongs at this place."""
    return AllOf.__name__ in _members(_at(loc))


def is_number(loc: Loc) -> bool:
    """Whether any number may stand at this place, with decimals or without."""
    return float in _members(_at(loc[:-1])).values()


def _at(loc: Loc) -> object:
    kind: object = FunnelDocument
    for part in loc:
        kind = _inside(kind, part)
    return kind


def _inside(kind: object, part: int | str) -> object:
    members = _members(kind)
    if part in members:
        return members[part]
    kind = _bare(kind)
    origin = get_origin(kind)
    if origin is tuple:
        return get_args(kind)[0]
    if origin is dict:
        return kind if part == "[key]" else get_args(kind)[1]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part in {name, field.alias}:
                return field.annotation
    return kind


def _bare(kind: object) -> object:
    """Without Annotated and without `| None`, where that leaves one kind."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        left = [each for each in get_args(kind) if each is not NoneType]
        if len(left) == 1:
            return _bare(left[0])
    return kind


def _members(kind: object) -> dict[object, object]:
    """The kinds of a union, by how pydantic calls each in a place: its tag or its type's name."""
    kind = _bare(kind)
    if get_origin(kind) not in {Union, UnionType}:
        return {}
    members: dict[object, object] = {}
    for member in get_args(kind):
        bare = _bare(member)
        tags = [each.tag for each in get_args(member)[1:] if isinstance(each, Tag)]
        for name in (*tags, *_own_names(bare)):
            members[name] = bare
    return members


def _own_names(member: object) -> tuple[object, ...]:
    if not isinstance(member, type):
        return ()
    if not issubclass(member, BaseModel):
        return (member.__name__,)
    kind = member.model_fields.get("kind")
    return get_args(kind.annotation) if kind and get_origin(kind.annotation) is Literal else ()
