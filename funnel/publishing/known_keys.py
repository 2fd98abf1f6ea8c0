"""Which keys a part of the document may have, found from the model by a place in it."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from funnel.document import FunnelDocument

if TYPE_CHECKING:
    from funnel.publishing.shape import Plain

CONDITIONS = frozenset({"AllOf", "AnyOf", "NotOf", "AnswerIs", "OutcomeIs", "SourceIs", "NumberIs"})
_BY_KEY = {"all": "AllOf", "any": "AnyOf", "not": "NotOf"}
_BY_FACT = {
    "answer": "AnswerIs",
    "outcome": "OutcomeIs",
    "source": "SourceIs",
    "topic": "NumberIs",
    "depth": "NumberIs",
}


def condition_kind(raw: Plain) -> str | None:
    """The kind of condition somebody meant to write; None if that cannot be told."""
    if not isinstance(raw, dict):
        return None
    for key, kind in _BY_KEY.items():
        if key in raw:
            return kind
    return _BY_FACT.get(str(raw.get("fact")))


def known_keys(loc: tuple[int | str, ...]) -> list[str]:
    """Keys of the part at this place (a pydantic loc), in the model's order."""
    kind: object = FunnelDocument
    for part in loc:
        kind = _inside(kind, part)
    return _keys(_bare(kind))


def _keys(kind: object) -> list[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.alias or name for name, field in kind.model_fields.items()]
    return []


def _inside(kind: object, part: int | str) -> object:
    kind = _bare(kind)
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return next((each for each in get_args(kind) if part in _names(each)), kind)
    if origin is tuple:
        return get_args(kind)[0]
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


def _names(member: object) -> set[object]:
    """How pydantic calls a member of a union in a place: its tag or its class name."""
    if not (isinstance(member, type) and issubclass(member, BaseModel)):
        return set()
    kind = member.model_fields.get("kind")
    tags = get_args(kind.annotation) if kind and get_origin(kind.annotation) is Literal else ()
    return {member.__name__, *tags}
