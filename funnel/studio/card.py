"""The score card of a draft: how soon it gives, what it asks against it, how its results spread.

Pure over the document; the card's page shows it. Seconds and efforts are the document's own:
ten seconds for a closed question (Pew Research Center's budget for web surveys, where such a
question is one point of effort).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep, ResultStep, StepDoc
from funnel.journey.trail import EFFORT
from funnel.models import Step
from funnel.worth import FAR_AHEAD, Sum, Worth, running, worth_of
from quizzes.answers import SECONDS_PER_EFFORT, seconds
from quizzes.conditions import Facts, Leaf, OutcomeIs, verdict
from quizzes.counting import Count, count

# The page must open at once; publishing follows far more ways.
_LIMIT = 30_000
# More screens than this before anything was given, and the check warns as well.
MOST_SCREENS = 10
# What an ad or a first screen can still promise truthfully as "one minute".
QUICK_SECONDS = 60
_GIVES = {"result", "checklist", "guide", "video", "series", "link"}


@dataclass(frozen=True, slots=True)
class First:
    """The way to the first result or gift; `least` and `most` differ where the quiz branches.
    `name` is what is given then, '' where nothing ever is."""

    name: str
    least_seconds: int
    most_seconds: int
    least_screens: int
    most_screens: int

    @property
    def is_quick(self) -> bool:
        return bool(self.name) and self.most_seconds <= QUICK_SECONDS

    @property
    def is_near(self) -> bool:
        return bool(self.name) and self.most_screens <= MOST_SCREENS


@dataclass(frozen=True, slots=True)
class Rung:
    """One step on the way of the result that comes most often, with the sums by its end."""

    number: int
    name: str
    worth: Worth
    sum: Sum

    @property
    def debt(self) -> int:
        return max(0, self.sum.asked - self.sum.given)


@dataclass(frozen=True, slots=True)
class Share:
    """`percent` is whole, `said` the same for people."""

    name: str
    percent: int
    said: str


@dataclass(frozen=True, slots=True)
class Shares:
    """The results of one quiz; `why_not` says why nothing could be counted."""

    quiz: str
    shares: tuple[Share, ...]
    why_not: str | StrPromise = ""


@dataclass(frozen=True, slots=True)
class Card:
    first: First
    rungs: tuple[Rung, ...]
    results: tuple[Shares, ...]

    @property
    def debt(self) -> Rung | None:
        """The rung before the offer where the asking is furthest ahead, if it is ahead at all."""
        owing = [rung for rung in self.rungs if rung.debt and rung.worth.size != "big"]
        return max(owing, key=lambda rung: rung.debt, default=None)

    @property
    def is_far_ahead(self) -> bool:
        return self.debt is not None and self.debt.debt > FAR_AHEAD


def card_of(document: FunnelDocument) -> Card:
    counts = {
        step.key: count(step.quiz, step.key, limit=_LIMIT)
        for step in document.steps
        if isinstance(step, QuizStep | PollStep)
    }
    return Card(
        first=_first(document, counts),
        rungs=tuple(_rungs(document, counts)),
        results=tuple(
            _shares(step, counts[step.key])
            for step in document.steps
            if isinstance(step, QuizStep) and step.quiz.outcomes
        ),
    )


def _first(document: FunnelDocument, counts: dict[str, Count]) -> First:
    least_seconds = most_seconds = least = most = 0
    for step in document.steps:
        if step.kind in _GIVES:
            return First(name_of(step), least_seconds, most_seconds, least, most)
        if isinstance(step, QuizStep | PollStep):
            counted, more = counts[step.key], int(isinstance(step, PollStep))
            here = (counted.fewest_seconds, counted.most_seconds)
            screens = (counted.fewest_questions + more, counted.most_questions + more)
        else:
            here, screens = (SECONDS_PER_EFFORT * EFFORT[step.kind],) * 2, (1, 1)
        if step.show_if is None:
            least_seconds, least = least_seconds + here[0], least + screens[0]
        most_seconds, most = most_seconds + here[1], most + screens[1]
    return First("", least_seconds, most_seconds, least, most)


def _rungs(document: FunnelDocument, counts: dict[str, Count]) -> Iterator[Rung]:
    way = list(_way(document, _likeliest(counts)))
    worths = [_worth(step) for step in way]
    rows = zip(way, worths, running(worths), strict=True)
    for number, (step, worth, so_far) in enumerate(rows, 1):
        yield Rung(number, name_of(step), worth, so_far)


def _likeliest(counts: dict[str, Count]) -> str:
    shares = [pair for counted in counts.values() for pair in counted.shares.items()]
    return max(shares, key=lambda pair: pair[1], default=("", Fraction(0)))[0]


def _way(document: FunnelDocument, result: str) -> Iterator[StepDoc]:
    """What people with this result may meet; of offers in a row only the first."""
    before: StepDoc | None = None

    def is_unsettled(leaf: Leaf) -> bool:
        return not isinstance(leaf, OutcomeIs)

    for step in document.steps:
        is_second = isinstance(step, OfferStep) and isinstance(before, OfferStep)
        if (
            not is_second
            and verdict(step.show_if, Facts(outcome=result), is_unsettled) is not False
        ):
            before = step
            yield step


def _worth(step: StepDoc) -> Worth:
    part = step.part if isinstance(step, ResultStep) else "whole"
    quiz = step.quiz if isinstance(step, QuizStep | PollStep) else None
    efforts = [seconds(each) // SECONDS_PER_EFFORT for each in quiz.questions] if quiz else []
    return worth_of(step.kind, part=part, questions=efforts)


def _shares(step: QuizStep, counted: Count) -> Shares:
    if not counted.shares:
        return Shares(name_of(step), (), counted.why_not or _("Too many ways to count."))
    found = [(each.name, counted.shares.get(each.key, Fraction(0))) for each in step.quiz.outcomes]
    return Shares(
        name_of(step), tuple(Share(name, round(100 * part), _percent(part)) for name, part in found)
    )


def _percent(share: Fraction) -> str:
    if 0 < share < Fraction(1, 100):
        return _("under 1 %")
    return _("%(percent)s %%") % {"percent": round(100 * share)}


def name_of(step: StepDoc) -> str:
    """A step in the words of its own content, else of its kind."""
    for part in ("magnet", "offer", ""):
        holder = getattr(step, part, None) if part else step
        for name in ("title", "headline"):
            words = getattr(holder, name, "")
            if words:
                return str(words)
    return str(Step.Kind(step.kind).label)
