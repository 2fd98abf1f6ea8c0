"""A quiz's document written into its rows. draft_steps.py calls it inside one transaction."""

from __future__ import annotations

from funnel.portable.matching import match_rows
from quizzes.conditions import Condition
from quizzes.document import ChoiceDoc, QuestionDoc, QuizDoc
from quizzes.models import Category, Choice, Outcome, Question, Quiz, Weight


def write_quiz(quiz: Quiz | None, document: QuizDoc, name: str) -> Quiz:
    """The quiz, changed in place where one stands."""
    quiz = quiz or Quiz()
    quiz.name = name[:300]
    quiz.scoring = document.scoring
    quiz.save()
    topics = [{"key": each.key, "name": each.name} for each in document.topics]
    categories = match_rows(Category.objects.filter(quiz=quiz), topics, {"quiz": quiz})
    results = [each.model_dump() for each in document.outcomes]
    outcomes = match_rows(Outcome.objects.filter(quiz=quiz), results, {"quiz": quiz})
    quiz.default_outcome = next(
        (each for each in outcomes if each.key == document.default_outcome), None
    )
    quiz.save(update_fields=["default_outcome"])
    choices = _write_questions(quiz, document)
    _write_weights(choices, outcomes, categories)
    return quiz


def stored_condition(condition: Condition | None) -> object:
    """A condition as the JSON that rows keep; None for none."""
    if condition is None:
        return None
    return condition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _write_questions(quiz: Quiz, document: QuizDoc) -> list[tuple[Choice, ChoiceDoc]]:
    wanted = [_question_values(each) for each in document.questions]
    questions = match_rows(Question.objects.filter(quiz=quiz), wanted, {"quiz": quiz})
    written: list[tuple[Choice, ChoiceDoc]] = []
    for question, part in zip(questions, document.questions, strict=True):
        values = [
            {"key": each.key, "text": each.text, "go_to": each.go_to or ""} for each in part.choices
        ]
        standing = Choice.objects.filter(question=question)
        choices = match_rows(standing, values, {"question": question})
        written += zip(choices, part.choices, strict=True)
    return written


def _question_values(question: QuestionDoc) -> dict[str, object]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "help": question.help,
        "show_if": stored_condition(question.show_if),
    }


def _write_weights(
    choices: list[tuple[Choice, ChoiceDoc]], outcomes: list[Outcome], categories: list[Category]
) -> None:
    # Nothing refers to a weight, so they are written anew.
    Weight.objects.filter(choice__in=[choice for choice, _ in choices]).delete()
    results = {each.key: each for each in outcomes}
    topics = {each.key: each for each in categories}
    weights = [
        Weight(choice=choice, outcome=results[key], points=points)
        for choice, part in choices
        for key, points in part.points.items()
    ]
    weights += [
        Weight(choice=choice, category=topics[key], points=points)
        for choice, part in choices
        for key, points in part.topics.items()
    ]
    Weight.objects.bulk_create(weights)
