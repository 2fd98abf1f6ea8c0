"""The questions of a quiz's document written into rows, choices and points included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from funnel.portable.matching import match_rows
from quizzes.conditions import Condition
from quizzes.document import (
    ChoiceDoc,
    DateDoc,
    ImageDoc,
    LongTextDoc,
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    QuizDoc,
    ScaleDoc,
    ShortTextDoc,
)
from quizzes.models import Category, Choice, Outcome, Question, Quiz, Weight

# What a row holds that its kind does not use.
_UNUSED: Mapping[str, object] = {
    "low": None,
    "high": None,
    "low_label": "",
    "high_label": "",
    "unit": "",
    "decimals": 0,
    "right": None,
    "tolerance": 0,
    "accepted": [],
    "earliest_on": None,
    "latest_on": None,
}


def write_questions(
    quiz: Quiz, document: QuizDoc, outcomes: list[Outcome], categories: list[Category]
) -> list[Question]:
    """The questions as the document has them, in its order."""
    wanted = [_question_values(each) for each in document.questions]
    # One that was archived comes back where the document asks it, and stays on record otherwise.
    asked = Q(archived_at=None) | Q(key__in=[each.key for each in document.questions])
    standing = Question.with_archived.filter(asked, quiz=quiz)
    questions = match_rows(standing, wanted, {"quiz": quiz})
    results = {each.key: each for each in outcomes}
    topics = {each.key: each for each in categories}
    weights: list[Weight] = []
    for question, part in zip(questions, document.questions, strict=True):
        options = () if isinstance(part, ScaleDoc) else part.options
        values = [_choice_values(each) for each in options]
        options_now = Choice.objects.filter(question=question)
        choices = match_rows(options_now, values, {"question": question})
        for choice, option in zip(choices, options, strict=True):
            weights += _weights(option, results, topics, choice=choice)
        if isinstance(part, ScaleDoc):
            weights += _weights(part, results, topics, scale=question)
    # Nothing refers to a weight, so they are written anew.
    Weight.objects.filter(choice__question__in=questions).delete()
    Weight.objects.filter(scale__in=questions).delete()
    Weight.objects.bulk_create(weights)
    return questions


def stored_condition(condition: Condition | None) -> object:
    """A condition as the JSON that rows keep; None for none."""
    if condition is None:
        return None
    return condition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _question_values(question: QuestionDoc) -> dict[str, object]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "help": question.help,
        "why": question.why,
        **_picture_values(question.image),
        "is_optional": question.is_optional,
        "is_sensitive": question.is_sensitive,
        "show_if": stored_condition(question.show_if),
        "explanation": question.explanation,
        "archived_at": None,
        **_UNUSED,
        **_own_values(question),
    }


def _own_values(question: QuestionDoc) -> dict[str, object]:
    match question:
        case MultipleDoc():
            return {"low": question.min_picks, "high": question.max_picks}
        case ScaleDoc():
            return {
                "low": question.first,
                "high": question.last,
                "low_label": question.low_label,
                "high_label": question.high_label,
            }
        case NumberDoc():
            return {
                "low": question.at_least,
                "high": question.at_most,
                "unit": question.unit,
                "decimals": question.decimals,
                "right": question.right,
                "tolerance": question.tolerance,
            }
        case ShortTextDoc():
            return {"high": question.max_length, "accepted": list(question.accepted)}
        case LongTextDoc():
            return {"high": question.max_length}
        case DateDoc():
            return {"earliest_on": _day(question.earliest), "latest_on": _day(question.latest)}
        case _:
            return {}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _choice_values(choice: ChoiceDoc) -> dict[str, object]:
    return {
        "key": choice.key,
        "text": choice.text,
        "go_to": choice.go_to or "",
        "value": choice.value,
        "is_right": choice.is_right,
        **_picture_values(choice.image),
    }


def _picture_values(image: ImageDoc | None) -> dict[str, object]:
    return {
        "image": image.sha256 if image else "",
        "image_alt": image.alt if image else "",
    }


def _weights(
    part: ChoiceDoc | ScaleDoc,
    results: Mapping[str, Outcome],
    topics: Mapping[str, Category],
    **giver: Choice | Question,
) -> list[Weight]:
    return [
        *(
            Weight(**giver, outcome=results[key], points=points)
            for key, points in part.points.items()
        ),
        *(
            Weight(**giver, category=topics[key], points=points)
            for key, points in part.topics.items()
        ),
    ]
