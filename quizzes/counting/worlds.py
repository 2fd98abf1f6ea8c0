"""What can be known before a quiz begins, as far as its conditions look at it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise, product

from quizzes.conditions import (
    AnswerIs,
    AnswerNumberIs,
    Facts,
    IsAnswered,
    Leaf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
    holds,
)

MOST = 64
_MANY_KEYS = 10
# No marketer types it, so it is something else than what conditions name.
_OTHER = "\0"

Change = Callable[[Facts], Facts]


@dataclass(frozen=True)
class Worlds:
    """`all` begins with the plain one: direct, unknown device, nothing known before.

    `is_whole` is False where there are too many; then only the plain one is there.
    """

    all: tuple[Facts, ...]
    is_whole: bool


def worlds(outside: Iterable[Leaf]) -> Worlds:
    """Every combination that makes a difference to these conditions, at most MOST.

    An earlier question may have been one for several choices, so sets of them count, too: this
    can name more than there is, never less.
    """
    by_fact: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in outside:
        by_fact.setdefault(_fact(leaf), []).append(leaf)
    found: list[list[Facts]] = []
    for fact, leaves in by_fact.items():
        ways = _different(_ways(fact, leaves), leaves)
        found.append(ways)
        if math.prod(map(len, found)) > MOST:
            return Worlds((Facts(),), is_whole=False)
    return Worlds(tuple(_joined(each) for each in product(*found)), is_whole=True)


def _fact(leaf: Leaf) -> tuple[str, ...]:
    match leaf:
        case AnswerIs() | AnswerNumberIs() | IsAnswered():
            return ("answer", leaf.step, leaf.question)
        case NumberIs():
            return (leaf.fact, leaf.of)
        case _:
            return (leaf.fact,)


def _different(ways: Iterable[Facts], leaves: Sequence[Leaf]) -> list[Facts]:
    """One for each that conditions can tell apart, the first of its like."""
    found: dict[tuple[bool, ...], Facts] = {}
    for facts in ways:
        found.setdefault(tuple(holds(leaf, facts) for leaf in leaves), facts)
    return list(found.values())


def _ways(fact: tuple[str, ...], leaves: Sequence[Leaf]) -> Iterable[Facts]:
    yield Facts()
    named = _named(leaves)
    match fact:
        case ("answer", step, question):
            answers = _answers(leaves, named)
            yield from (Facts(answers={(step, question): values}) for values in answers)
        case ("source",):
            yield from (Facts(source=each) for each in (*named, _OTHER))
        case ("device",):
            yield from (Facts(device=each) for each in named)
        case ("language",):
            yield from (Facts(language=each) for each in named)
        case ("outcome",):
            yield from (Facts(outcome=each) for each in named)
        case (number, of):
            yield from _ways_of_number(number, of, leaves)


def _ways_of_number(fact: str, of: str, leaves: Sequence[Leaf]) -> Iterable[Facts]:
    wholes = [each for each in _wholes(leaves) if each >= 0]
    match fact:
        case "depth":
            yield from (Facts(depth=each) for each in wholes)
        case "score":
            yield from (Facts(score=each) for each in wholes if each <= 100)
        case "topic":
            yield from (Facts(topics={of: each}) for each in wholes if each <= 100)
        case _:
            yield from (Facts(figures={of: each}) for each in _numbers(leaves))


def _named(leaves: Sequence[Leaf]) -> list[str]:
    with_words = (
        leaf for leaf in leaves if isinstance(leaf, AnswerIs | OutcomeIs | SourceIs | VisitorIs)
    )
    return list(dict.fromkeys(word for leaf in with_words for word in leaf.any_of))


def _answers(leaves: Sequence[Leaf], named: Sequence[str]) -> Iterable[tuple[str, ...]]:
    yield (_OTHER,)
    yield from ((f"{number}",) for number in _numbers(leaves))
    sizes = range(1, len(named) + 1) if len(named) <= _MANY_KEYS else (1, len(named))
    yield from chain.from_iterable(combinations(named, size) for size in sizes)


def _bounds(leaves: Sequence[Leaf]) -> list[float]:
    bounded = (leaf for leaf in leaves if isinstance(leaf, AnswerNumberIs | NumberIs))
    bounds = {bound for leaf in bounded for bound in (leaf.at_least, leaf.at_most)}
    return sorted(bound for bound in bounds if bound is not None)


def _wholes(leaves: Sequence[Leaf]) -> list[int]:
    """Whole numbers on, just below and just above every bound."""
    near = [
        (math.floor(each) + more, math.ceil(each) + more)
        for each in _bounds(leaves)
        for more in (-1, 0, 1)
    ]
    return sorted(set(chain.from_iterable(near)))


def _numbers(leaves: Sequence[Leaf]) -> list[float]:
    """Every bound, one number between each two, one beyond either end."""
    bounds = _bounds(leaves)
    if not bounds:
        return []
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    return sorted({bounds[0] - 1, *bounds, *between, bounds[-1] + 1})


def _joined(parts: Iterable[Facts]) -> Facts:
    """Each part says one fact; the rest of it is as plain as in the others."""
    plain, found = Facts(), list(parts)

    def said(values: Iterable[str], usual: str) -> str:
        return next((value for value in values if value != usual), usual)

    return Facts(
        answers={key: value for each in found for key, value in each.answers.items()},
        topics={key: value for each in found for key, value in each.topics.items()},
        figures={key: value for each in found for key, value in each.figures.items()},
        outcome=said((each.outcome for each in found), plain.outcome),
        source=said((each.source for each in found), plain.source),
        device=said((each.device for each in found), plain.device),
        language=said((each.language for each in found), plain.language),
        score=next((each.score for each in found if each.score is not None), None),
        depth=max((each.depth for each in found), default=0),
    )
