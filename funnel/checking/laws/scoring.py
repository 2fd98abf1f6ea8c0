"""How a quiz scores and what of it decides the result: the pairs that fit, what each needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.checking.laws.outcomes import outcome_faults
from quizzes.document import ChoiceDoc, NumberDoc, QuestionDoc, QuizDoc, ScaleDoc, ShortTextDoc

_DECIDERS: dict[str, tuple[str, ...]] = {
    "personality": ("points", "rule"),
    "scorecard": ("category", "tier", "rule"),
    "knowledge": ("tier", "rule"),
    "calculator": ("range", "rule"),
}


def scoring_faults(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    yield from _deciders(path, quiz) if quiz.has_results else _without(path, quiz)
    yield from _ties(path, quiz)
    yield from _right_answers(path, quiz)
    if quiz.has_results:
        yield from outcome_faults(path, quiz)


def _without(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.outcomes:
        yield Fault(
            f"{path}.outcomes",
            _("A quiz with scoring none has no results. Remove them or write personality."),
        )
    if quiz.default_outcome is not None:
        yield Fault(f"{path}.default_outcome", _("A quiz with scoring none has none. Remove it."))
    if quiz.outcome_by != "points":
        yield Fault(f"{path}.outcome_by", _("A quiz with scoring none has none. Remove it."))
    if quiz.decides is not None:
        yield Fault(f"{path}.decides", _("A quiz with scoring none has none. Remove it."))


def _deciders(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    allowed = _DECIDERS[quiz.scoring]
    if quiz.outcome_by not in allowed:
        yield Fault(
            f"{path}.outcome_by",
            _("A quiz with scoring %(scoring)s finds its result by %(allowed)s. Write one of them.")
            % {"scoring": quiz.scoring, "allowed": ", ".join(allowed)},
        )
    yield from _decides(path, quiz)
    if quiz.scoring == "scorecard":
        yield from _topics(path, quiz)
    if quiz.scoring == "calculator" and not quiz.figures:
        yield Fault(f"{path}.figures", _("A calculator works out a number. Add a figure."))
    if quiz.scoring == "knowledge" and not any(map(_has_right, quiz.questions)):
        yield Fault(
            f"{path}.questions",
            _("No question says which answer is right. Mark one (is_right, right or accepted)."),
        )


def _decides(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.outcome_by != "range":
        if quiz.decides is not None:
            yield Fault(f"{path}.decides", _("Only outcome_by range looks at it. Remove it."))
    elif quiz.decides is None:
        yield Fault(f"{path}.decides", _("Say which figure decides the result."))
    elif quiz.figure(quiz.decides) is None:
        yield Fault(
            f"{path}.decides",
            _("There is no figure '%(key)s' in this quiz.") % {"key": quiz.decides},
        )


def _topics(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if not quiz.topics:
        yield Fault(f"{path}.topics", _("A scorecard counts by topic. Add one."))
    given = {
        key
        for question in quiz.questions
        for choice in question.options
        for key, points in choice.topics.items()
        if points
    }
    for number, topic in enumerate(quiz.topics):
        if topic.key not in given:
            yield Fault(
                f"{path}.topics[{number}]",
                _("No answer counts for '%(key)s'. Give it points or remove it.")
                % {"key": topic.key},
            )


def _ties(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.tie != "first" and not (quiz.has_results and quiz.outcome_by in {"points", "category"}):
        yield Fault(
            f"{path}.tie", _("Only the most points or the highest topic can tie. Remove this.")
        )
    if quiz.tie != "question":
        if quiz.tie_question is not None:
            yield Fault(f"{path}.tie_question", _("Only tie question looks at it. Remove it."))
    elif quiz.tie_question is None:
        yield Fault(f"{path}.tie_question", _("Say which question settles a tie."))
    else:
        yield from _tie_question(f"{path}.tie_question", quiz, quiz.tie_question)


def _tie_question(path: str, quiz: QuizDoc, key: str) -> Iterator[Fault]:
    question = quiz.question(key)
    if question is None:
        yield Fault(path, _("There is no question '%(key)s' in this quiz.") % {"key": key})
    elif not question.options:
        yield Fault(
            path, _("'%(key)s' has no choices and no scale. Name one that has.") % {"key": key}
        )
    elif not any(any(_counted(choice, quiz)) for choice in question.options):
        yield Fault(
            path,
            _("No answer to '%(key)s' speaks for a result, so it settles nothing.") % {"key": key},
        )


def _counted(choice: ChoiceDoc, quiz: QuizDoc) -> Iterable[int]:
    """What the answer that settles a tie gives to results, or to the topics they stand for."""
    return choice.points.values() if quiz.outcome_by == "points" else choice.topics.values()


def _right_answers(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.scoring == "knowledge":
        return
    sentence = _("Only a quiz with scoring knowledge has right answers. Remove this.")
    if quiz.explains != "at_end":
        yield Fault(f"{path}.explains", sentence)
    for number, question in enumerate(quiz.questions):
        here = f"{path}.questions[{number}]"
        if isinstance(question, NumberDoc) and question.right is not None:
            yield Fault(f"{here}.right", sentence)
        if isinstance(question, ShortTextDoc) and question.accepted:
            yield Fault(f"{here}.accepted", sentence)
        for place, choice in enumerate(question.options):
            if choice.is_right:
                yield Fault(f"{here}.choices[{place}].is_right", sentence)


def _has_right(question: QuestionDoc) -> bool:
    match question:
        case NumberDoc():
            return question.right is not None
        case ShortTextDoc():
            return bool(question.accepted)
        case ScaleDoc():
            return False
        case _:
            return any(choice.is_right for choice in question.options)
