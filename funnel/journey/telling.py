"""The second face of a knowledge question: what was right, and why, as soon as it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from funnel.journey.results import right_answer
from quizzes.document import QuestionDoc, QuizDoc
from quizzes.saying import said
from quizzes.scoring.gains import is_right_answer


@dataclass(frozen=True, slots=True)
class Told:
    """One choice, marked in words and not by colour alone."""

    text: str
    is_right: bool
    is_mine: bool


def tells(quiz: QuizDoc, question: QuestionDoc, values: tuple[str, ...] | None) -> bool:
    """Whether this answer is followed by its explanation: there is one, or a right answer."""
    if quiz.scoring != "knowledge" or quiz.explains != "at_once" or not values:
        return False
    return bool(question.explanation) or is_right_answer(question, values) is not None


def told_context(question: QuestionDoc, values: tuple[str, ...]) -> dict[str, object]:
    """`verdict` is right, wrong or '' for a question that has no right answer."""
    verdict = {True: "right", False: "wrong", None: ""}[is_right_answer(question, values)]
    # Where nothing is right, no choice is wrong: the answer stands there as it was said.
    choices = question.options if verdict else ()
    heads = {"right": _("That is right"), "wrong": _("Not quite"), "": _("Good to know")}
    return {
        "verdict": verdict,
        "title": heads[verdict],
        "told": [Told(choice.text, choice.is_right, choice.key in values) for choice in choices],
        "mine": "" if choices else said(question, values),
        "right": "" if choices else right_answer(question),
    }
