"""A quiz's document written into its rows. draft_steps.py calls it inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from funnel.portable.draft_questions import stored_condition, write_questions
from funnel.portable.matching import match_rows
from quizzes.document import OutcomeDoc, QuizDoc
from quizzes.models import Category, Figure, Outcome, Question, Quiz

R = TypeVar("R", Figure, Outcome, Question)


def write_quiz(quiz: Quiz | None, document: QuizDoc, name: str) -> Quiz:
    """The quiz, changed in place where one stands."""
    quiz = quiz or Quiz()
    quiz.name = name[:300]
    quiz.scoring = document.scoring
    quiz.outcome_by = document.outcome_by
    quiz.tie = document.tie
    quiz.explains = document.explains
    quiz.save()
    owner = {"quiz": quiz}
    topics = [each.model_dump() for each in document.topics]
    categories = match_rows(Category.objects.filter(quiz=quiz), topics, owner)
    sums = [each.model_dump() for each in document.figures]
    figures = match_rows(Figure.objects.filter(quiz=quiz), sums, owner)
    by_key = {each.key: each for each in categories}
    results = [_outcome_values(each, by_key) for each in document.outcomes]
    outcomes = match_rows(Outcome.objects.filter(quiz=quiz), results, owner)
    questions = write_questions(quiz, document, outcomes, categories)
    quiz.default_outcome = _named(outcomes, document.default_outcome)
    quiz.decides = _named(figures, document.decides)
    quiz.tie_question = _named(questions, document.tie_question)
    quiz.save(update_fields=["default_outcome", "decides", "tie_question"])
    return quiz


def _outcome_values(outcome: OutcomeDoc, topics: Mapping[str, Category]) -> dict[str, object]:
    return {
        **outcome.model_dump(exclude={"when"}),
        "category": topics.get(outcome.category or ""),
        "when": stored_condition(outcome.when),
    }


def _named(rows: Iterable[R], key: str | None) -> R | None:
    return next((each for each in rows if each.key == key), None)
