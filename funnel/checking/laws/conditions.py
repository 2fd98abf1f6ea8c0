"""Conditions name only what exists and was asked before the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.checking.laws.mail_conditions import (
    Earlier,
    did_faults,
    mail_answer_faults,
    warmth_faults,
)
from funnel.checking.laws.reading import outcome_keys
from funnel.document import FunnelDocument, PollStep, QuizStep
from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnswerNumberIs,
    AnyOf,
    Condition,
    DidOneOf,
    IsAnswered,
    Leaf,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
)
from quizzes.document import NumberDoc, QuestionDoc, QuizDoc, ScaleDoc
from quizzes.wording.vocabulary import IN_MAILS

_DEVICES = ("phone", "tablet", "desktop")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
# What has a share of the whole: topics taken together, or right answers.
_WITH_SCORE = {"scorecard", "knowledge"}


@dataclass
class _Known:
    """What has been asked and worked out so far."""

    questions: dict[tuple[str, str], QuestionDoc] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    has_score: bool = False

    def add_numbers(self, quiz: QuizDoc) -> None:
        """From its first answer on a quiz has topics, figures and a score so far."""
        if quiz.has_results:
            self.topics |= {topic.key for topic in quiz.topics}
            self.figures |= {figure.key for figure in quiz.figures}
            self.has_score = self.has_score or quiz.scoring in _WITH_SCORE


def condition_faults(document: FunnelDocument) -> list[Fault]:
    checker = _Checker(document)
    found: list[Fault] = []
    for index, step in enumerate(document.steps):
        found += checker.faults(f"steps[{index}].show_if", step.show_if)
        if isinstance(step, QuizStep | PollStep):
            found += checker.quiz(f"steps[{index}].quiz", step)
    for index, sequence in enumerate(document.sequences):
        for number, message in enumerate(sequence.messages):
            path = f"sequences[{index}].messages[{number}].show_if"
            before = {each.key: each for each in sequence.messages[:number]}
            checker.earlier = Earlier(is_in_mail=True, mails=before)
            found += checker.faults(path, message.show_if)
    return found


class _Checker:
    """Walks the funnel in its order, so that `known` holds what came before."""

    def __init__(self, document: FunnelDocument) -> None:
        self.document = document
        self.known = _Known()
        self.earlier = Earlier()

    def quiz(self, path: str, step: QuizStep | PollStep) -> Iterator[Fault]:
        for number, question in enumerate(step.quiz.questions):
            yield from self.faults(f"{path}.questions[{number}].show_if", question.show_if)
            self.known.questions[step.key, question.key] = question
            self.known.add_numbers(step.quiz)
        for number, outcome in enumerate(step.quiz.outcomes):
            yield from self.faults(f"{path}.outcomes[{number}].when", outcome.when)
        self.known.outcomes |= {outcome.key for outcome in step.quiz.outcomes}

    def faults(self, path: str, condition: Condition | None) -> Iterator[Fault]:
        match condition:
            case AllOf():
                for index, part in enumerate(condition.all):
                    yield from self.faults(f"{path}.all[{index}]", part)
            case AnyOf():
                for index, part in enumerate(condition.any):
                    yield from self.faults(f"{path}.any[{index}]", part)
            case NotOf():
                yield from self.faults(f"{path}.not", condition.none)
            case None:
                pass
            case _:
                yield from self._leaf(path, condition)

    def _leaf(self, path: str, leaf: Leaf) -> Iterator[Fault]:
        match leaf:
            case AnswerIs() | AnswerNumberIs() | IsAnswered() if leaf.step.startswith(IN_MAILS):
                yield from mail_answer_faults(path, leaf, self.earlier)
            case AnswerIs() | AnswerNumberIs() | IsAnswered():
                yield from self._answer(path, leaf)
            case DidOneOf():
                yield from did_faults(path, leaf, self.document, self.earlier)
            case OutcomeIs():
                yield from self._outcome(path, leaf)
            case NumberIs():
                yield from self._number(path, leaf)
            case VisitorIs():
                yield from _visitor(path, leaf)
            case SourceIs():
                pass

    def _answer(self, path: str, leaf: AnswerIs | AnswerNumberIs | IsAnswered) -> Iterator[Fault]:
        names = {"step": leaf.step, "question": leaf.question}
        step = self.document.step(leaf.step)
        if not isinstance(step, QuizStep | PollStep):
            yield Fault(
                f"{path}.step", _("There is no quiz or poll '%(step)s' in this funnel.") % names
            )
            return
        if step.quiz.question(leaf.question) is None:
            yield Fault(
                f"{path}.question", _("There is no question '%(question)s' in '%(step)s'.") % names
            )
            return
        question = self.known.questions.get((leaf.step, leaf.question))
        if question is None:
            yield Fault(
                f"{path}.question",
                _("'%(question)s' is not asked before this place. Name an earlier question.")
                % names,
            )
        elif isinstance(leaf, AnswerIs):
            yield from _choices(path, leaf, question)
        elif isinstance(leaf, AnswerNumberIs):
            yield from _asks_number(path, leaf, question)

    def _outcome(self, path: str, leaf: OutcomeIs) -> Iterator[Fault]:
        for index, key in enumerate(leaf.any_of):
            if key not in outcome_keys(self.document):
                yield Fault(
                    f"{path}.any_of[{index}]", _("There is no result '%(key)s'.") % {"key": key}
                )
            elif key not in self.known.outcomes:
                yield Fault(
                    f"{path}.any_of[{index}]",
                    _("The result is not known before its quiz is over. Ask for it later."),
                )

    def _number(self, path: str, leaf: NumberIs) -> Iterator[Fault]:
        match leaf.fact:
            case "topic" if leaf.of not in self.known.topics:
                sentence = _("No topic '%(key)s' is known before this place.")
                yield Fault(f"{path}.of", sentence % {"key": leaf.of})
            case "figure" if leaf.of not in self.known.figures:
                sentence = _("No figure '%(key)s' is known before this place.")
                yield Fault(f"{path}.of", sentence % {"key": leaf.of})
            case "score" if leaf.of:
                yield Fault(f"{path}.of", _("The score is of the whole quiz. Remove this."))
            case "depth" if leaf.of:
                yield Fault(f"{path}.of", _("The depth is of the whole visit. Remove this."))
            case "score" if not self.known.has_score:
                yield Fault(
                    f"{path}.fact",
                    _(
                        "No score is known before this place:"
                        " a scorecard or a knowledge quiz has one."
                    ),
                )
            case "warmth":
                yield from warmth_faults(path, self.earlier)
            case _:
                pass
        yield from _bounds(path, leaf)


def _choices(path: str, leaf: AnswerIs, question: QuestionDoc) -> Iterator[Fault]:
    if not question.options:
        yield Fault(
            f"{path}.fact",
            _("'%(question)s' has no choices. Ask whether it is answered, or for its number.")
            % {"question": leaf.question},
        )
        return
    for index, key in enumerate(leaf.any_of):
        if question.choice(key) is None:
            yield Fault(
                f"{path}.any_of[{index}]",
                _("There is no choice '%(key)s' in the question '%(question)s'.")
                % {"key": key, "question": leaf.question},
            )


def _asks_number(path: str, leaf: AnswerNumberIs, question: QuestionDoc) -> Iterator[Fault]:
    if not isinstance(question, NumberDoc | ScaleDoc):
        yield Fault(
            f"{path}.question",
            _("'%(question)s' asks for no number. Name a number or a scale.")
            % {"question": leaf.question},
        )
    yield from _bounds(path, leaf)


def _bounds(path: str, leaf: NumberIs | AnswerNumberIs) -> Iterator[Fault]:
    if leaf.at_least is None and leaf.at_most is None:
        yield Fault(path, _("Say at_least or at_most."))
    elif leaf.at_least is not None and leaf.at_most is not None and leaf.at_least > leaf.at_most:
        yield Fault(path, _("at_least is above at_most, so this never holds."))


def _visitor(path: str, leaf: VisitorIs) -> Iterator[Fault]:
    for index, word in enumerate(leaf.any_of):
        if leaf.fact == "device" and word not in _DEVICES:
            yield Fault(f"{path}.any_of[{index}]", _("A device is a phone, a tablet or a desktop."))
        if leaf.fact == "language" and not _LANGUAGE.fullmatch(word):
            yield Fault(f"{path}.any_of[{index}]", _("Write a language like en or de-at."))
