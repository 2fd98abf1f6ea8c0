"""What a quiz can end in, known exactly: every way through it is counted, none is sampled.

Publishing asks which results can be reached; the command and the studio show the shares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from quizzes.conditions import Facts
from quizzes.counting.lengths import lengths
from quizzes.counting.paths import Paths, Tally, TooManyError
from quizzes.counting.ranges import Span, gaps, overlaps
from quizzes.counting.worlds import Worlds, worlds
from quizzes.document import QuizDoc

LIMIT = 300_000


@dataclass(frozen=True, slots=True)
class Count:
    """`shares` (by result, together 1), `ties`, `defaults` and `paths` are of a visitor who came
    directly, on an unknown device, with nothing answered before; `reached` and the lengths are
    of all visitors. What could not be counted is None or empty, and `why_not` says why:
    never a guess.

    `defaults` is the share for which nothing matched, or nothing decided. `gaps` are stretches
    of the percent or the figure that only the default takes, `overlaps` those that two results
    claim. Where `reached` is None the lengths are bounds: no way is shorter or longer.
    """

    fewest_questions: int
    most_questions: int
    fewest_seconds: int
    most_seconds: int
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    reached: frozenset[str] | None = None
    ties: Fraction | None = None
    defaults: Fraction | None = None
    paths: int | None = None
    gaps: tuple[Span, ...] = ()
    overlaps: tuple[tuple[str, str, float, float], ...] = ()
    is_exact: bool = False
    why_not: str | StrPromise = ""


def count(quiz: QuizDoc, step_key: str, *, limit: int = LIMIT) -> Count:
    """Counts with equally likely answers: each choice, each allowed set of several, each order,
    each number that something looks at, and Skip as one more where a question may be skipped.

    A text or a day is one answer; with accepted texts each of them and "anything else" are one
    each. `limit` is how many answers and states are followed; beyond it `is_exact` is False.
    The answer is kept per process by the quiz's JSON.
    """
    return _counted(quiz.model_dump_json(by_alias=True), step_key, limit)


@lru_cache(maxsize=128)
def _counted(text: str, step_key: str, limit: int) -> Count:
    quiz = QuizDoc.model_validate_json(text)
    try:
        paths = Paths(quiz, step_key, limit)
        before = worlds(paths.interest.outside)
        plain = _summed(paths, before.all[0])
    except TooManyError as error:
        return _count(quiz, (), _why_not(quiz, error))
    try:
        sums = [plain, *(_summed(paths, facts) for facts in before.all[1:])]
    except TooManyError:
        before = Worlds(before.all[:1], is_whole=False)
    if before.is_whole:
        return _with_shares(_count(quiz, sums, ""), plain)
    why_not = _("Too many ways to come here to try them all: which results stay out is unknown.")
    return _with_shares(_count(quiz, (), why_not), plain)


@dataclass
class _Sums:
    """What the ends of one world add up to."""

    whole: int
    weights: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ties: int = 0
    defaults: int = 0
    tally: Tally = field(default_factory=Tally)
    numbers: set[float] = field(default_factory=set)


def _summed(paths: Paths, facts: Facts) -> _Sums:
    sums = _Sums(paths.denominator)
    for end in paths.ends(facts):
        weight = end.tally.weight
        sums.weights[end.verdict.outcome] += weight
        sums.ties += weight * end.verdict.is_tie
        sums.defaults += weight * end.verdict.is_default
        sums.tally.take(end.tally, 1, 1, 0, 0)
        if end.number is not None:
            sums.numbers |= {end.number}
            sums.numbers = {min(sums.numbers), max(sums.numbers)}
    return sums


def _count(quiz: QuizDoc, sums: Sequence[_Sums], why_not: str | StrPromise) -> Count:
    """What all worlds have in common; without any, what is known without counting."""
    numbers = {number for each in sums for number in each.numbers}
    span = (min(numbers), max(numbers)) if numbers else None
    outcomes = frozenset(key for each in sums for key in each.weights if quiz.outcome(key))
    return Count(
        *_lengths(quiz, [each.tally for each in sums]),
        reached=outcomes if sums else None,
        gaps=gaps(quiz, span),
        overlaps=overlaps(quiz, span),
        why_not=why_not,
    )


def _with_shares(count: Count, plain: _Sums) -> Count:
    return replace(
        count,
        shares={key: Fraction(weight, plain.whole) for key, weight in plain.weights.items() if key},
        ties=Fraction(plain.ties, plain.whole),
        defaults=Fraction(plain.defaults, plain.whole),
        paths=plain.tally.paths,
        is_exact=True,
    )


def _lengths(quiz: QuizDoc, tallies: Sequence[Tally]) -> tuple[int, int, int, int]:
    if not tallies:
        return lengths(quiz)
    return (
        min(tally.fewest for tally in tallies),
        max(tally.most for tally in tallies),
        min(tally.quickest for tally in tallies),
        max(tally.slowest for tally in tallies),
    )


def _why_not(quiz: QuizDoc, error: TooManyError) -> str | StrPromise:
    question = quiz.question(error.question)
    if question is None:
        return _("Too many ways to count them one by one: shares and reach stay unknown.")
    sentence = _(
        "Too many ways to count them one by one: “%(question)s” alone has too many answers."
    )
    return sentence % {"question": question.text}
