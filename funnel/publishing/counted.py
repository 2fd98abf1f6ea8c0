"""What counting knows of a funnel's quizzes, in lines of text. The command `check` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from funnel.checking.laws.reading import scored_steps
from funnel.checking.saying_shares import percent, span_of
from funnel.document import FunnelDocument, PollStep, QuizStep
from quizzes.counting import Count, count
from quizzes.document import QuizDoc

_LONG = 10**12


def counted_lines(document: FunnelDocument) -> list[str]:
    """A head and a small table per quiz with results."""
    return [line for _index, step in scored_steps(document) for line in _lines(step)]


def _lines(step: QuizStep | PollStep) -> Iterator[str]:
    found = count(step.quiz, step.key)
    yield _("%(step)s: %(questions)s questions, %(seconds)s seconds") % {
        "step": step.key,
        "questions": span_of(found.fewest_questions, found.most_questions),
        "seconds": span_of(found.fewest_seconds, found.most_seconds),
    }
    if found.is_exact:
        yield from _table(step.quiz, found)
    if found.why_not:
        yield f"  {found.why_not}"
    yield from _warnings(found)


def _table(quiz: QuizDoc, found: Count) -> Iterator[str]:
    width = max(len(outcome.key) for outcome in quiz.outcomes)
    for outcome in quiz.outcomes:
        share = found.shares.get(outcome.key, Fraction(0))
        yield f"  {outcome.key:<{width}}  {percent(share):>7}{_remark(outcome.key, found)}"
    yield "  " + _("ties %(ties)s, the default for want of another %(defaults)s, %(ways)s ways") % {
        "ties": percent(found.ties or Fraction(0)),
        "defaults": percent(found.defaults or Fraction(0)),
        "ways": _many(found.paths or 0),
    }


def _remark(key: str, found: Count) -> str:
    if key in found.shares or found.reached is None:
        return ""
    if key in found.reached:
        return "  " + _("only by visitors of another source, device, language or history")
    return "  " + _("by nobody")


def _warnings(found: Count) -> Iterator[str]:
    for least, most in found.gaps:
        span = {"span": span_of(least, most)}
        yield "  " + _("Gap: only the default takes %(span)s.") % span
    for first, second, least, most in found.overlaps:
        yield "  " + _("Overlap: %(first)s and %(second)s both take %(span)s; the first wins.") % {
            "first": first,
            "second": second,
            "span": span_of(least, most),
        }


def _many(number: int) -> str:
    return f"{number:,}" if number < _LONG else f"10^{len(str(number)) - 1}"
