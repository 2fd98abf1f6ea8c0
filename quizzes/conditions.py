"""The one language of conditions: when a question, a step or a mail is shown.

A condition is data, nested all/any over leaves, each leaf one fact and what it must be.
Callers build Facts from what a visitor did and ask holds(); nothing here reads a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

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


class VisitorIs(_Part):
    """What they read with: phone, tablet or desktop; or their browser's language, like de."""

    fact: Literal["device", "language"]
    any_of: tuple[_Word, ...] = Field(min_length=1)


class AnswerNumberIs(_Part):
    """The answer to a number or scale question within bounds; skipped meets nothing."""

    fact: Literal["number"]
    step: _Word = Field(description="Key of the quiz or poll step.")
    question: _Word
    at_least: int | float | None = None
    at_most: int | float | None = None


class IsAnswered(_Part):
    """The question was answered, not skipped."""

    fact: Literal["answered"]
    step: _Word = Field(description="Key of the quiz or poll step.")
    question: _Word


class DidOneOf(_Part):
    """The person did at least one of these, before or since: `step:<key>` said yes to that step,
    `mail:<key>` acted behind that mail, `offer`, `call`, `reply`."""

    fact: Literal["did"]
    any_of: tuple[_Word, ...] = Field(min_length=1)


class NumberIs(_Part):
    """A number so far within bounds: a topic's share in percent or a figure (`of` names it),
    the share of the whole in percent (score), the depth, or in mails the warmth."""

    fact: Literal["topic", "figure", "score", "depth", "warmth"]
    of: str = ""
    at_least: int | float | None = None
    at_most: int | float | None = None


class AllOf(_Part):
    all: tuple[Condition, ...] = Field(min_length=1, max_length=20)


class AnyOf(_Part):
    any: tuple[Condition, ...] = Field(min_length=1, max_length=20)


class NotOf(_Part):
    # `not` is a word of Python, so the attribute has another name than the file's key.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)
    none: Condition = Field(alias="not")


def _kind(raw: object) -> str | None:
    """Which kind somebody meant, so that a broken condition costs no trying of every kind."""
    if not isinstance(raw, dict):
        return type(raw).__name__
    for key, kind in _BY_KEY.items():
        if key in raw:
            return kind
    fact = raw.get("fact")
    return _BY_FACT.get(fact) if isinstance(fact, str) else None


_BY_KEY = {"all": "AllOf", "any": "AnyOf", "not": "NotOf", "none": "NotOf"}
_BY_FACT = {
    "answer": "AnswerIs",
    "number": "AnswerNumberIs",
    "answered": "IsAnswered",
    "outcome": "OutcomeIs",
    "source": "SourceIs",
    "device": "VisitorIs",
    "language": "VisitorIs",
    "topic": "NumberIs",
    "figure": "NumberIs",
    "score": "NumberIs",
    "depth": "NumberIs",
    "warmth": "NumberIs",
    "did": "DidOneOf",
}

Condition = Annotated[
    Annotated[AnswerIs, Tag("AnswerIs")]
    | Annotated[AnswerNumberIs, Tag("AnswerNumberIs")]
    | Annotated[IsAnswered, Tag("IsAnswered")]
    | Annotated[OutcomeIs, Tag("OutcomeIs")]
    | Annotated[SourceIs, Tag("SourceIs")]
    | Annotated[VisitorIs, Tag("VisitorIs")]
    | Annotated[NumberIs, Tag("NumberIs")]
    | Annotated[DidOneOf, Tag("DidOneOf")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[NotOf, Tag("NotOf")],
    Discriminator(_kind),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
NotOf.model_rebuild()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one visit.

    `answers` maps (step key, question key) to the answer as quizzes.document tells it; an
    empty one is a skip. `topics` and `score` are percent, `figures` numbers as rounded. `warmth`
    and `did` are known of the readers of mails alone.
    """

    answers: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    outcome: str = ""
    topics: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    score: int | None = None
    source: str = "direct"
    device: str = ""
    language: str = ""
    depth: int = 0
    warmth: int | None = None
    did: frozenset[str] = frozenset()


Leaf = (
    AnswerIs | AnswerNumberIs | IsAnswered | OutcomeIs | SourceIs | VisitorIs | NumberIs | DidOneOf
)


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
        case AnswerNumberIs():
            return _is_within(leaf, _number(facts.answers.get((leaf.step, leaf.question), ())))
        case IsAnswered():
            return bool(facts.answers.get((leaf.step, leaf.question), ()))
        case OutcomeIs():
            return facts.outcome in leaf.any_of
        case SourceIs():
            return facts.source in leaf.any_of
        case VisitorIs():
            return _visitor_is(leaf, facts)
        case DidOneOf():
            return any(each in facts.did for each in leaf.any_of)
        case NumberIs():
            return _is_within(leaf, _number_so_far(leaf, facts))


def _visitor_is(leaf: VisitorIs, facts: Facts) -> bool:
    if leaf.fact == "device":
        return facts.device in leaf.any_of
    # Who wrote "de" means the German of Austria, too; who wrote "de-at" does not.
    language = facts.language.lower().replace("_", "-")
    wanted = {each.lower() for each in leaf.any_of}
    return language in wanted or language.partition("-")[0] in wanted


def _number(given: tuple[str, ...]) -> float | None:
    try:
        return float(given[0]) if len(given) == 1 else None
    except ValueError:
        return None


def _number_so_far(leaf: NumberIs, facts: Facts) -> float | None:
    match leaf.fact:
        case "topic":
            return facts.topics.get(leaf.of)
        case "figure":
            return facts.figures.get(leaf.of)
        case "score":
            return facts.score
        case "depth":
            return facts.depth
        case "warmth":
            return facts.warmth


def _is_within(bounds: NumberIs | AnswerNumberIs, number: float | None) -> bool:
    if number is None:
        return False
    if bounds.at_least is not None and number < bounds.at_least:
        return False
    return bounds.at_most is None or number <= bounds.at_most


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
