"""What differs between two documents, thing by thing; things are known by their keys.

Pure. `saying_changes` puts it into words for the page before publishing and for the history.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from funnel.document import FunnelDocument
from funnel.translating.places import join
from quizzes.document import Doc, MediaDoc

Kind = Literal["added", "removed", "moved", "changed"]
Listed = tuple[Doc, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part that both documents have, on the way to a change. `field` is where it stands."""

    field: str
    place: str
    before: Doc
    after: Doc


@dataclass(frozen=True, slots=True)
class Change:
    """`place` is made of stable keys (`steps.quiz.questions.rate.text`), `way` leads there.

    Of a part that came or went `before` or `after` is None and `field` names its list. What moved
    is the last part of its way; `beside` then is its new neighbour: the one that follows where it
    went up (`after` < `before`, both counted from 0), else the one in front of it. Otherwise both
    are the values of `field` in the last part of the way.
    """

    kind: Kind
    place: str
    field: str
    before: object
    after: object
    way: tuple[Part, ...]
    beside: Doc | None = None


def compare(before: FunnelDocument, after: FunnelDocument) -> tuple[Change, ...]:
    """Every difference, in the order of the later document; none exactly where both are equal."""
    return tuple(_fields(Part("", "", before, after), ()))


def ident(part: Doc) -> str:
    """What a part is known by among its like: its key, or the one thing it may be there for."""
    for name in ("key", "kind", "outcome"):
        if value := getattr(part, name, None):
            return str(value)
    return ""


def _fields(part: Part, way: tuple[Part, ...]) -> Iterator[Change]:
    before, after, place = part.before, part.after, part.place
    here = (*way, part)
    for name in type(after).model_fields:
        # Of another kind is what has other fields: that kind says it, and lists go as a whole.
        old, new = getattr(before, name, None), getattr(after, name)
        if name not in type(before).model_fields and not _is_listed(new):
            continue
        if old != new:
            yield from _values(name, old, new, join(place, name), here)
    for name in type(before).model_fields:
        old = getattr(before, name)
        if name not in type(after).model_fields and old and _is_listed(old):
            yield from _lists(name, old, (), join(place, name), here)


def _values(
    name: str, old: object, new: object, place: str, way: tuple[Part, ...]
) -> Iterator[Change]:
    if isinstance(old, MediaDoc) and isinstance(new, MediaDoc):
        yield from _files(name, old, new, place, way)
    elif isinstance(old, Doc) and isinstance(new, Doc):
        yield from _fields(Part(name, place, old, new), way)
    elif _is_listed(old or ()) and _is_listed(new or ()) and (old or new):
        yield from _lists(name, old or (), new or (), place, way)
    elif name == "translations" and isinstance(old, dict) and isinstance(new, dict):
        yield from _languages(old, new, way)
    else:
        yield Change("changed", place, name, old, new, way)


def _files(
    name: str, old: MediaDoc, new: MediaDoc, place: str, way: tuple[Part, ...]
) -> Iterator[Change]:
    """Another file is one change; other words for it are another."""
    if (old.path, old.sha256) != (new.path, new.sha256):
        yield Change("changed", place, name, old, new, way)
    words, now = getattr(old, "alt", ""), getattr(new, "alt", "")
    if words != now:
        here = (*way, Part(name, place, old, new))
        yield Change("changed", join(place, "alt"), "alt", words, now, here)


def _languages(
    old: dict[str, dict[str, str]], new: dict[str, dict[str, str]], way: tuple[Part, ...]
) -> Iterator[Change]:
    """A language that came or went, and each text of those that stayed."""
    for code in sorted(old.keys() | new.keys()):
        here, was, now = f"translations.{code}", old.get(code), new.get(code)
        if was is None:
            yield Change("added", here, "translations", None, now, way)
        elif now is None:
            yield Change("removed", here, "translations", was, None, way)
        else:
            for place in dict.fromkeys((*now, *was)):
                if was.get(place) != now.get(place):
                    there = f"{here}.{place}"
                    yield Change(
                        "changed", there, "translations", was.get(place), now.get(place), way
                    )


def _is_listed(value: object) -> bool:
    """A list of parts that can be told from each other."""
    if not isinstance(value, tuple) or not all(isinstance(each, Doc) for each in value):
        return False
    return len({ident(each) for each in value}) == len(value)


def _lists(
    name: str, old: object, new: object, place: str, way: tuple[Part, ...]
) -> Iterator[Change]:
    assert isinstance(old, tuple)
    assert isinstance(new, tuple)
    was, now = {ident(each): each for each in old}, {ident(each): each for each in new}
    stayed = [each for each in now if each in was]
    moved = _moved([each for each in was if each in now], stayed)
    for key, part in now.items():
        here = f"{place}.{key}"
        if key not in was:
            yield Change("added", here, name, None, part, way)
            continue
        both = Part(name, here, was[key], part)
        if key in moved:
            before, after = moved[key]
            beside = stayed[after + 1] if after < before else stayed[after - 1]
            yield Change("moved", here, name, before, after, (*way, both), now[beside])
        if was[key] != part:
            yield from _fields(both, way)
    for key, part in was.items():
        if key not in now:
            yield Change("removed", f"{place}.{key}", name, part, None, way)


def _moved(before: list[str], after: list[str]) -> dict[str, tuple[int, int]]:
    """The fewest that went elsewhere, each with its places among those that stayed."""
    was = {key: number for number, key in enumerate(before)}
    kept = _longest_rise([was[key] for key in after])
    return {key: (was[key], number) for number, key in enumerate(after) if was[key] not in kept}


def _longest_rise(numbers: list[int]) -> set[int]:
    """The numbers of a longest rising run through a list without repeats."""
    ends: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        below[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = below[last]
    return kept
