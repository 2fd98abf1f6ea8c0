"""A quiz's rows as the parts of a document. compile.py calls it with everything prefetched."""

from __future__ import annotations

from funnel.publishing.shape import Plain
from quizzes.models import Choice, Question, Quiz


def quiz_parts(quiz: Quiz) -> Plain:
    outcomes, topics = list(quiz.outcomes.all()), list(quiz.categories.all())
    order = {each.pk: place for place, each in enumerate(outcomes)}
    order_of_topics = {each.pk: place for place, each in enumerate(topics)}
    return {
        "scoring": quiz.scoring,
        "topics": [{"key": each.key, "name": each.name} for each in topics],
        "outcomes": [
            {
                "key": each.key,
                "name": each.name,
                "headline": each.headline,
                "interpretation": each.interpretation,
                "first_action": each.first_action,
            }
            for each in outcomes
        ],
        "default_outcome": quiz.default_outcome.key if quiz.default_outcome else None,
        "questions": [
            _question_parts(each, order, order_of_topics) for each in quiz.questions.all()
        ],
    }


def _question_parts(
    question: Question, order: dict[int, int], order_of_topics: dict[int, int]
) -> Plain:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "help": question.help,
        "show_if": question.show_if,
        "choices": [_choice_parts(each, order, order_of_topics) for each in question.choices.all()],
    }


def _choice_parts(choice: Choice, order: dict[int, int], order_of_topics: dict[int, int]) -> Plain:
    weights = list(choice.weights.all())
    points = [(each.outcome, each.points) for each in weights if each.outcome]
    topics = [(each.category, each.points) for each in weights if each.category]
    # In the order of the results, so that the same draft always gives the same bytes.
    points.sort(key=lambda each: order.get(each[0].pk, len(order)))
    topics.sort(key=lambda each: order_of_topics.get(each[0].pk, len(order_of_topics)))
    return {
        "key": choice.key,
        "text": choice.text,
        "points": {outcome.key: number for outcome, number in points},
        "topics": {topic.key: number for topic, number in topics},
        "go_to": choice.go_to or None,
    }
