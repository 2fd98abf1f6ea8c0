"""What can come out of a draft quiz, in words and bars for its page: counted, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrPromise

from funnel.checking.faults import PublishError
from funnel.document import PollStep, QuizStep
from funnel.models import Step
from funnel.publishing.compile import compile_step
from quizzes.counting import Count, count
from quizzes.document import QuizDoc

# The page must open at once; publishing follows far more ways.
LIMIT = 30_000
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """`percent` is the share as a whole number; `said` the same for people."""

    name: str
    percent: int
    said: str
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """`why_not` says why there is nothing, or not everything, to see."""

    bars: tuple[Bar, ...] = ()
    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    why_not: str | StrPromise = ""


def coming_out(step: Step) -> Coming | None:
    """Counted from the draft as it stands; None for a poll, which leads nowhere."""
    if step.kind != Step.Kind.QUIZ:
        return None
    unfinished = Coming(
        why_not=_("Once every question can be answered, this shows how often each result comes.")
    )
    try:
        document = compile_step(step)
    except PublishError:
        return unfinished
    only = document.steps[0]
    if not isinstance(only, QuizStep | PollStep):
        return unfinished
    counted = count(only.quiz, only.key, limit=LIMIT)
    return Coming(
        bars=tuple(_bars(only.quiz, counted)),
        lines=tuple(_lines(only.quiz, counted)),
        warnings=tuple(_warnings(only.quiz, counted)),
        why_not=counted.why_not,
    )


def _bars(quiz: QuizDoc, counted: Count) -> Iterator[Bar]:
    for outcome in quiz.outcomes:
        share = counted.shares.get(outcome.key, Fraction(0))
        is_missed = counted.reached is not None and outcome.key not in counted.reached
        if counted.shares or is_missed:
            said = _("nobody can get it") if is_missed else _percent(share)
            yield Bar(outcome.name, round(100 * share), said, is_missed)


def _lines(quiz: QuizDoc, counted: Count) -> Iterator[str]:
    yield _("The shortest way: %(questions)s, %(time)s.") % {
        "questions": _questions(counted.fewest_questions),
        "time": _time(counted.fewest_seconds),
    }
    yield _("The longest way: %(questions)s, %(time)s.") % {
        "questions": _questions(counted.most_questions),
        "time": _time(counted.most_seconds),
    }
    if counted.ties:
        yield _("%(share)s end in a tie.") % {"share": _percent(counted.ties)}
    if counted.defaults:
        default = quiz.outcome(quiz.default_outcome or "")
        yield _("%(share)s get “%(result)s” because nothing else fits.") % {
            "share": _percent(counted.defaults),
            "result": default.name if default else "",
        }


def _warnings(quiz: QuizDoc, counted: Count) -> Iterator[str]:
    for low, high in counted.gaps:
        words = {"low": f"{low:g}", "high": f"{high:g}"}
        yield _("No result fits from %(low)s to %(high)s.") % words
    for first, second, low, high in counted.overlaps:
        yield _(
            "From %(low)s to %(high)s both “%(first)s” and “%(second)s” fit. The first one wins."
        ) % {
            "first": _name(quiz, first),
            "second": _name(quiz, second),
            "low": f"{low:g}",
            "high": f"{high:g}",
        }


def _name(quiz: QuizDoc, key: str) -> str:
    outcome = quiz.outcome(key)
    return outcome.name if outcome else key


def _percent(share: Fraction) -> str:
    if 0 < share < Fraction(1, 100):
        return _("under 1 %")
    return _("%(percent)s %%") % {"percent": round(100 * share)}


def _questions(number: int) -> str:
    words = ngettext("%(count)s question", "%(count)s questions", number)
    return words % {"count": number}


def _time(seconds: int) -> str:
    if seconds < _MINUTE:
        words = ngettext("about %(count)s second", "about %(count)s seconds", seconds)
        return words % {"count": seconds}
    minutes = round(seconds / _MINUTE)
    return ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {
        "count": minutes
    }
