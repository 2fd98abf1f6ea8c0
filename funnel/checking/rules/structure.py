"""Structure beyond the laws: questions nobody meets, answers that count for nothing, stretches
that no result or two results take, ties that only the order settles, words still missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from funnel.checking.asking import Asking
from funnel.checking.findings import Family, Hit, Rule, Severity
from funnel.checking.laws.reading import quiz_steps, scored_steps
from funnel.checking.rules.structure_fixes import closed_gap, parted, settled
from funnel.checking.saying_shares import percent, span_of
from funnel.checking.subject import Subject
from funnel.document import PollStep, QuizStep
from quizzes.document import OutcomeDoc, PictureDoc, QuestionDoc, SingleDoc, YesNoDoc

# Rarer ties are let be: one visitor in ten is worth a question of their own.
_MANY_TIES = Fraction(1, 10)
MARK = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_LONGEST = 60


def unreachable_questions(subject: Subject) -> Iterator[Hit]:
    for index, step in quiz_steps(subject.document):
        asked = Asking(step.quiz, step.key).asked
        for place, question in enumerate(step.quiz.questions):
            if place not in asked:
                sentence = gettext(
                    "Nobody is ever asked “%(question)s”: no answer leads here."
                    " Change a jump or when it is shown, or remove it."
                )
                path = f"steps[{index}].quiz.questions[{place}]"
                yield Hit(path, sentence % {"question": question.text}, weight=70)


def answers_without_points(subject: Subject) -> Iterator[Hit]:
    for path, step, question in subject.questions:
        if step.quiz.outcome_by != "points" or not step.quiz.has_results:
            continue
        if not _counts(question):
            continue
        bare = [f"“{each.text}”" for each in question.options if not any(each.points.values())]
        if bare:
            sentence = ngettext(
                "%(answers)s counts for no result, while other answers here do."
                " Give it points, or ignore this where it is meant.",
                "%(answers)s count for no result, while other answers here do."
                " Give them points, or ignore this where it is meant.",
                len(bare),
            )
            yield Hit(f"{path}.choices", sentence % {"answers": ", ".join(bare)}, weight=20)


def _counts(question: QuestionDoc) -> bool:
    """One tap decides here, and some of its answers give points."""
    is_one_tap = isinstance(question, SingleDoc | PictureDoc | YesNoDoc)
    return is_one_tap and any(any(each.points.values()) for each in question.options)


def gaps(subject: Subject) -> Iterator[Hit]:
    for path, step in _quizzes(subject):
        default = step.quiz.outcome(step.quiz.default_outcome or "")
        # A result without a range of its own is there for the rest, so the rest is no gap.
        if default is None or (default.at_least is None and default.at_most is None):
            continue
        for least, most in subject.counts[path].gaps:
            sentence = gettext(
                "No result takes %(span)s, so these people get “%(default)s”."
                " Let a neighbouring range reach as far."
            )
            words = {"span": span_of(least, most), "default": default.name}
            fix = closed_gap(step.quiz, path, (least, most))
            yield Hit(f"{path}.outcomes", sentence % words, weight=60, fix=fix)


def overlaps(subject: Subject) -> Iterator[Hit]:
    for path, step in _quizzes(subject):
        for first, second, least, most in subject.counts[path].overlaps:
            sentence = gettext(
                "“%(first)s” and “%(second)s” both take %(span)s, and the first always wins."
                " Let the second begin where the first ends."
            )
            words = {
                "first": _name(step.quiz.outcome(first)),
                "second": _name(step.quiz.outcome(second)),
                "span": span_of(least, most),
            }
            number = [each.key for each in step.quiz.outcomes].index(second)
            fix = parted(step.quiz, path, number, (least, most))
            yield Hit(f"{path}.outcomes[{number}]", sentence % words, weight=60, fix=fix)


def ties(subject: Subject) -> Iterator[Hit]:
    for path, step in _quizzes(subject):
        share = subject.counts[path].ties
        if step.quiz.tie == "first" and share and share > _MANY_TIES:
            sentence = gettext(
                "%(share)s of all ways end in a tie, and then the result listed first wins."
                " Choose a question that settles it."
            )
            yield Hit(
                f"{path}.tie",
                sentence % {"share": percent(share)},
                weight=30 + round(50 * share),
                fix=settled(step.quiz, path),
            )


def words_to_fill_in(subject: Subject) -> Iterator[Hit]:
    for path, text in _texts(subject.document, ""):
        marks = MARK.findall(text)
        if marks:
            sentence = gettext("Still to be filled in: %(mark)s. Write your own words there.")
            yield Hit(path, sentence % {"mark": f"“{marks[0][2:-2][:_LONGEST]}”"}, weight=90)


def _quizzes(subject: Subject) -> Iterator[tuple[str, QuizStep | PollStep]]:
    """Quizzes with results whose ends could be looked at, each with its path."""
    for index, step in scored_steps(subject.document):
        path = f"steps[{index}].quiz"
        if path in subject.counts:
            yield path, step


def _name(outcome: OutcomeDoc | None) -> str:
    return outcome.name if outcome else ""


def _texts(part: object, path: str) -> Iterator[tuple[str, str]]:
    match part:
        case str():
            yield path, part
        case BaseModel():
            for name in type(part).model_fields:
                yield from _texts(getattr(part, name), f"{path}.{name}".lstrip("."))
        case tuple():
            for number, row in enumerate(part):
                yield from _texts(row, f"{path}[{number}]")
        case dict():
            for key, value in part.items():
                yield from _texts(value, f"{path}.{key}")
        case _:
            pass


RULES = (
    Rule(
        code="S104",
        slug="unreachable-question",
        family=Family.STRUCTURE,
        severity=Severity.WARNING,
        title=_("A question that nobody is asked"),
        find=unreachable_questions,
    ),
    Rule(
        code="S106",
        slug="answer-without-points",
        family=Family.STRUCTURE,
        severity=Severity.WARNING,
        title=_("An answer that counts for no result"),
        find=answers_without_points,
    ),
    Rule(
        code="S108",
        slug="gap-of-ranges",
        family=Family.STRUCTURE,
        severity=Severity.WARNING,
        title=_("A gap between the ranges of results"),
        find=gaps,
    ),
    Rule(
        code="S109",
        slug="overlap-of-ranges",
        family=Family.STRUCTURE,
        severity=Severity.WARNING,
        title=_("Two results take the same range"),
        find=overlaps,
    ),
    Rule(
        code="S110",
        slug="tie",
        family=Family.STRUCTURE,
        severity=Severity.WARNING,
        title=_("Many ties that nothing settles"),
        find=ties,
    ),
    Rule(
        code="S115",
        slug="fill-in",
        family=Family.STRUCTURE,
        severity=Severity.ERROR,
        title=_("Words that are still to be filled in"),
        find=words_to_fill_in,
        is_law=True,
    ),
)
