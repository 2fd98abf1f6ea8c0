"""Which question comes next, and how many can still come: pure, forward only.

The journey asks walk() after every answer. Answers to questions that the present path no
longer shows stay stored but count for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from quizzes.answers import is_answer
from quizzes.conditions import (
    AnswerIs,
    AnswerNumberIs,
    Facts,
    IsAnswered,
    Leaf,
    NumberIs,
    holds,
    leaves,
    verdict,
)
from quizzes.document import ChoiceDoc, MultipleDoc, QuestionDoc, QuizDoc, RankingDoc
from quizzes.scoring import facts_with, has_percent, stands
from quizzes.scoring.gains import Gain, gain, nothing

END = "end"
Given = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through a quiz. `here` is the first open question, None when all are answered.

    `answered` are the questions done, in order, those skipped among them; `facts` holds their
    answers beside what was known before, and the scores so far where this quiz looks at them;
    `remaining` is the longest number of questions still to come, `here` included.
    """

    answered: tuple[QuestionDoc, ...]
    here: QuestionDoc | None
    facts: Facts
    remaining: int


def walk(quiz: QuizDoc, step_key: str, given: Given, facts: Facts) -> Walk:
    """Follows the answers from the first question. `given` may hold answers off the path.

    An answer that its question does not know any more counts as not given.
    """
    answered: list[QuestionDoc] = []
    running = _Running(quiz, step_key)
    facts = running.start(facts)
    index = 0
    while index < len(quiz.questions):
        question = quiz.questions[index]
        if not holds(question.show_if, facts):
            index += 1
            continue
        values = given.get((step_key, question.key))
        if values is None or not is_answer(question, values):
            remaining = _longest(quiz, step_key, index, facts)
            return Walk(tuple(answered), question, facts, remaining)
        answered.append(question)
        facts = running.answer(facts, question, values)
        index = after(quiz, index, values)
    return Walk(tuple(answered), None, facts, 0)


class _Running:
    """The scores of one walk so far, kept only where a condition of this quiz looks at them."""

    def __init__(self, quiz: QuizDoc, step_key: str) -> None:
        self._quiz, self._step_key = quiz, step_key
        self._total: Gain = nothing(quiz)
        self._answers: dict[str, tuple[str, ...]] = {}
        self._is_looked_at = any(
            is_own_score(quiz, leaf)
            for question in quiz.questions
            for leaf in leaves(question.show_if)
        )

    def start(self, facts: Facts) -> Facts:
        return self._scored(facts)

    def answer(self, facts: Facts, question: QuestionDoc, values: tuple[str, ...]) -> Facts:
        answers = {**facts.answers, (self._step_key, question.key): values}
        facts = replace(facts, answers=answers)
        if self._is_looked_at:
            self._answers[question.key] = values
            self._total += gain(self._quiz, question, values)
        return self._scored(facts)

    def _scored(self, facts: Facts) -> Facts:
        if not self._is_looked_at:
            return facts
        return facts_with(self._quiz, facts, stands(self._quiz, self._total, self._answers))


def is_own_score(quiz: QuizDoc, leaf: Leaf) -> bool:
    """Whether the leaf looks at a topic, a figure or the percent of this quiz."""
    if not isinstance(leaf, NumberIs):
        return False
    match leaf.fact:
        case "topic":
            return any(topic.key == leaf.of for topic in quiz.topics)
        case "figure":
            return quiz.figure(leaf.of) is not None
        case "score":
            return has_percent(quiz)
    return False


def after(quiz: QuizDoc, index: int, values: tuple[str, ...]) -> int:
    """The place an answer leads to: where the first of its choices that jumps says, else on."""
    chosen = (quiz.questions[index].choice(key) for key in values)
    jump = next((choice.go_to for choice in chosen if choice and choice.go_to), None)
    return index + 1 if jump is None else place_of(quiz, jump, index)


def place_of(quiz: QuizDoc, go_to: str, index: int) -> int:
    """Where a jump from `index` arrives; never back, and the end is behind the last."""
    if go_to == END:
        return len(quiz.questions)
    later = range(index + 1, len(quiz.questions))
    return next((i for i in later if quiz.questions[i].key == go_to), index + 1)


def longest(
    quiz: QuizDoc, step_key: str, facts: Facts, is_unsettled: Callable[[Leaf], bool]
) -> int:
    """The longest way through a quiz that has not begun, in questions.

    `is_unsettled` says which facts from outside this quiz can still change before it begins.
    """
    return _longest(quiz, step_key, 0, facts, is_unsettled)


def _longest(
    quiz: QuizDoc,
    step_key: str,
    start: int,
    facts: Facts,
    is_unsettled_outside: Callable[[Leaf], bool] = lambda _leaf: False,
) -> int:
    """From the last question backwards: each is counted unless it surely stays hidden."""
    open_keys = {question.key for question in quiz.questions[start:]}

    def is_unsettled(leaf: Leaf) -> bool:
        if isinstance(leaf, AnswerIs | AnswerNumberIs | IsAnswered) and leaf.step == step_key:
            return leaf.question in open_keys
        if is_own_score(quiz, leaf):
            return bool(open_keys)
        return is_unsettled_outside(leaf)

    count = len(quiz.questions)
    best = [0] * (count + 1)
    for index in range(count - 1, start - 1, -1):
        question = quiz.questions[index]
        shown = verdict(question.show_if, facts, is_unsettled)
        if shown is False:
            best[index] = best[index + 1]
            continue
        best[index] = 1 + max(best[way] for way in ways(quiz, index))
        if shown is None:
            best[index] = max(best[index], best[index + 1])
    return best[start]


def ways(quiz: QuizDoc, index: int) -> set[int]:
    """The places that answers to this question can lead to, the one after a skip among them."""
    question = quiz.questions[index]
    found = {
        index + 1 if choice is None else place_of(quiz, choice.go_to or "", index)
        for choice in _deciding(question)
    }
    return {*found, index + 1} if question.is_optional else found


def _deciding(question: QuestionDoc) -> Iterator[ChoiceDoc | None]:
    """The choices that can be the first of an answer that jumps; None where none need jump."""
    jumping = [choice for choice in question.options if choice.go_to]
    staying = len(question.options) - len(jumping)
    if isinstance(question, MultipleDoc):
        if staying >= question.min_picks:
            yield None
        for place, choice in enumerate(jumping):
            if staying + len(jumping) - place >= question.min_picks:
                yield choice
        return
    yield from jumping
    if not jumping or (staying and not isinstance(question, RankingDoc)):
        yield None
