"""Which question comes next, and how many can still come: pure, forward only.

The journey asks walk() after every answer. Answers to questions that the present path no
longer shows stay stored but count for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from quizzes.conditions import AnswerIs, Facts, Leaf, holds, verdict
from quizzes.document import QuestionDoc, QuizDoc

END = "end"
Given = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through a quiz. `here` is the first open question, None when all are answered.

    `answered` are the questions done, in order; `facts` holds their answers beside what was
    known before; `remaining` is the longest number of questions still to come, `here` included.
    """

    answered: tuple[QuestionDoc, ...]
    here: QuestionDoc | None
    facts: Facts
    remaining: int


def walk(quiz: QuizDoc, step_key: str, given: Given, facts: Facts) -> Walk:
    """Follows the answers from the first question. `given` may hold answers off the path."""
    answered: list[QuestionDoc] = []
    index = 0
    while index < len(quiz.questions):
        question = quiz.questions[index]
        if not holds(question.show_if, facts):
            index += 1
            continue
        chosen = _valid(question, given.get((step_key, question.key), ()))
        if not chosen:
            remaining = _longest(quiz, step_key, index, facts)
            return Walk(tuple(answered), question, facts, remaining)
        answered.append(question)
        answers = {**facts.answers, (step_key, question.key): chosen}
        facts = replace(facts, answers=answers)
        index = _after(quiz, index, chosen[0])
    return Walk(tuple(answered), None, facts, 0)


def longest(
    quiz: QuizDoc, step_key: str, facts: Facts, is_unsettled: Callable[[Leaf], bool]
) -> int:
    """The longest way through a quiz that has not begun, in questions.

    `is_unsettled` says which facts from outside this quiz can still change before it begins.
    """
    return _longest(quiz, step_key, 0, facts, is_unsettled)


def _valid(question: QuestionDoc, chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in chosen if question.choice(key))


def _after(quiz: QuizDoc, index: int, choice_key: str) -> int:
    choice = quiz.questions[index].choice(choice_key)
    if choice is None or choice.go_to is None:
        return index + 1
    return _place(quiz, choice.go_to, index)


def _place(quiz: QuizDoc, go_to: str, index: int) -> int:
    if go_to == END:
        return len(quiz.questions)
    later = range(index + 1, len(quiz.questions))
    return next((i for i in later if quiz.questions[i].key == go_to), index + 1)


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
        if isinstance(leaf, AnswerIs) and leaf.step == step_key:
            return leaf.question in open_keys
        return is_unsettled_outside(leaf)

    count = len(quiz.questions)
    best = [0] * (count + 1)
    for index in range(count - 1, start - 1, -1):
        question = quiz.questions[index]
        shown = verdict(question.show_if, facts, is_unsettled)
        if shown is False:
            best[index] = best[index + 1]
            continue
        ways = {_after(quiz, index, choice.key) for choice in question.choices}
        best[index] = 1 + max(best[way] for way in ways)
        if shown is None:
            best[index] = max(best[index], best[index + 1])
    return best[start]
