"""The one language of conditions: when a question, a step or a mail is shown.

A condition is data, nested all/any over leaves, each leaf one fact and what it must be.
Callers build Facts from what a visitor did and ask holds(); nothing here reads a database.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether the condition is met; no condition always is. An unknown fact meets nothing."""
    match condition:
        case None:
            return True
        case AllOf():
            return all(holds(part, facts) for part in condition.all)
        case AnyOf():
            return any(holds(part, facts) for part in condition.any)
        case NotOf():
            return not holds(condition.none, facts)
        case AnswerIs():
            given = facts.answers.get((condition.step, condition.question), ())
            return any(key in condition.any_of for key in given)
        case OutcomeIs():
            return facts.outcome in condition.any_of
        case SourceIs():
            return facts.source in condition.any_of
        case NumberIs():
            return _within(condition, facts)


def _within(condition: NumberIs, facts: Facts) -> bool:
    number = facts.depth if condition.fact == "depth" else facts.topics.get(condition.of)
    if number is None:
        return False
    if condition.at_least is not None and number < condition.at_least:
        return False
    return condition.at_most is None or number <= condition.at_most


def leaves(
    condition: Condition | None,
) -> list[AnswerIs | OutcomeIs | SourceIs | NumberIs]:
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
