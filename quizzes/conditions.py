"""The one language of conditions: when a question, a step or a mail is shown.

A condition is data, nested all/any over leaves, each leaf one fact and what it must be.
Callers build Facts from what a visitor did and ask holds(); nothing here reads a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

_Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AnswerIs(_Part):
    """The answer to a question holds at least one of these choices."""

    fact: Literal["answer"]
    step: _Word = Field(description="Key of the quiz or poll step.")
    question: _Word
    any_of: tuple[_Word, ...] = Field(min_length=1)


class OutcomeIs(_Part):
    fact: Literal["outcome"]
    any_of: tuple[_Word, ...] = Field(min_length=1)


class SourceIs(_Part):
    """Where the visitor came from: utm_source, else the referring host, else 'direct'."""

    fact: Literal["source"]
    any_of: tuple[_Word, ...] = Field(min_length=1)


class NumberIs(_Part):
    """A topic's share in percent (`of` names it) or the depth so far, within bounds."""

    fact: Literal["topic", "depth"]
    of: str = ""
    at_least: int | None = None
    at_most: int | None = None


class AllOf(_Part):
    all: tuple[Condition, ...] = Field(min_length=1, max_length=20)


class AnyOf(_Part):
    any: tuple[Condition, ...] = Field(min_length=1, max_length=20)


class NotOf(_Part):
    # `not` is a word of Python, so the attribute has another name than the file's key.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)
    none: Condition = Field(alias="not")


Condition = AnswerIs | OutcomeIs | SourceIs | NumberIs | AllOf | AnyOf | NotOf

AllOf.model_rebuild()
AnyOf.model_rebuild()
NotOf.model_rebuild()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one visit. `answers` maps (step key, question key) to choice keys."""

    answers: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    outcome: str = ""
    topics: Mapping[str, int] = field(default_factory=dict)
    source: str = "direct"
    depth: int = 0


Leaf = AnswerIs | OutcomeIs | SourceIs | NumberIs


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether the condition is met; no condition always is. An unknown fact meets nothing."""
    return bool(verdict(condition, facts, lambda _leaf: False))


def verdict(
    condition: Condition | None, facts: Facts, is_unsettled: Callable[[Leaf], bool]
) -> bool | None:
    """Like holds(), but None where the answer still depends on what is not settled yet.

    `is_unsettled` says of a leaf whether its fact can still change. Three-valued logic after
    Kleene: settling a fact never turns a True or a False into anything else.
    """
    match condition:
        case None:
            return True
        case AllOf():
            return _all(verdict(part, facts, is_unsettled) for part in condition.all)
        case AnyOf():
            opposite = _all(_not(verdict(part, facts, is_unsettled)) for part in condition.any)
            return _not(opposite)
        case NotOf():
            return _not(verdict(condition.none, facts, is_unsettled))
        case _:
            return None if is_unsettled(condition) else _leaf_holds(condition, facts)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def _leaf_holds(leaf: Leaf, facts: Facts) -> bool:
    match leaf:
        case AnswerIs():
            given = facts.answers.get((leaf.step, leaf.question), ())
            return any(key in leaf.any_of for key in given)
        case OutcomeIs():
            return facts.outcome in leaf.any_of
        case SourceIs():
            return facts.source in leaf.any_of
        case NumberIs():
            return _within(leaf, facts)


def _within(condition: NumberIs, facts: Facts) -> bool:
    number = facts.depth if condition.fact == "depth" else facts.topics.get(condition.of)
    if number is None:
        return False
    if condition.at_least is not None and number < condition.at_least:
        return False
    return condition.at_most is None or number <= condition.at_most


def leaves(condition: Condition | None) -> list[Leaf]:
    """Every leaf of a condition, for checking that what it names exists."""
    match condition:
        case None:
            return []
        case AllOf():
            return [leaf for part in condition.all for leaf in leaves(part)]
        case AnyOf():
            return [leaf for part in condition.any for leaf in leaves(part)]
        case NotOf():
            return leaves(condition.none)
        case _:
            return [condition]
