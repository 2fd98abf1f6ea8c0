"""A quiz as a part of its funnel: points and jumps name what exists, a poll stays a poll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, named
from funnel.checking.laws.figures import figure_faults
from funnel.checking.laws.questions import question_faults
from funnel.checking.laws.reach import reach_faults
from funnel.checking.laws.reading import quiz_steps, scored_steps
from funnel.checking.laws.scoring import scoring_faults
from funnel.document import FunnelDocument, PollStep
from quizzes.counting import LIMIT
from quizzes.document import QuestionDoc, QuizDoc, ScaleDoc

_POLL_KINDS = {"single", "picture", "yes_no", "scale"}


def quiz_faults(document: FunnelDocument, *, limit: int = LIMIT) -> list[Fault]:
    found: list[Fault] = []
    for index, step in quiz_steps(document):
        path = f"steps[{index}].quiz"
        if isinstance(step, PollStep):
            found += named("poll", _poll(path, step.quiz))
        faults = [*scoring_faults(path, step.quiz), *_questions(path, step.quiz)]
        faults += named("figure", figure_faults(path, step.quiz))
        # Counting follows jumps, points and formulas, so it begins when these are sound.
        found += faults or named("unreachable-result", reach_faults(path, step, limit=limit))
    for index, _step in scored_steps(document)[1:]:
        found.append(
            Fault(
                f"steps[{index}].quiz.scoring",
                _("Only one quiz of a funnel can lead to a result. Write none here."),
            )
        )
    return found


def _poll(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.has_results:
        yield Fault(f"{path}.scoring", _("A poll has no result. Write none, or make it a quiz."))
    if len(quiz.questions) != 1:
        yield Fault(
            f"{path}.questions",
            _("A poll asks exactly one question. Keep one, or make it a quiz."),
        )
    for number, question in enumerate(quiz.questions):
        if question.kind not in _POLL_KINDS:
            yield Fault(
                f"{path}.questions[{number}].kind",
                _(
                    "A poll asks for one tap: single, picture, yes_no or scale."
                    " Choose one of these, or make it a quiz."
                ),
            )


def _questions(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    for number, question in enumerate(quiz.questions):
        here = f"{path}.questions[{number}]"
        yield from named("question", question_faults(here, question))
        later = {each.key for each in quiz.questions[number + 1 :]}
        yield from named("unmapped-answer", _named(here, question, quiz, {"end", *later}))


def _named(here: str, question: QuestionDoc, quiz: QuizDoc, later: set[str]) -> Iterator[Fault]:
    if isinstance(question, ScaleDoc):
        yield from _points(here, question.points, question.topics, quiz)
        return
    for place, choice in enumerate(question.options):
        yield from _points(f"{here}.choices[{place}]", choice.points, choice.topics, quiz)
        if choice.go_to is not None and choice.go_to not in later:
            yield Fault(
                f"{here}.choices[{place}].go_to",
                _("'%(key)s' is no later question of this quiz. Name a later one, or end.")
                % {"key": choice.go_to},
            )


def _points(
    here: str, points: Iterable[str], topics: Iterable[str], quiz: QuizDoc
) -> Iterator[Fault]:
    known = {topic.key for topic in quiz.topics}
    for key in points:
        if quiz.outcome(key) is None:
            yield Fault(
                f"{here}.points.{key}",
                _("There is no result '%(key)s' in this quiz.") % {"key": key},
            )
    for key in topics:
        if key not in known:
            yield Fault(
                f"{here}.topics.{key}",
                _("There is no topic '%(key)s' in this quiz.") % {"key": key},
            )
