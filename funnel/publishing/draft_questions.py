"""A question's rows as the parts of a document, each kind with what belongs to it only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnel.publishing.shape import Plain
from quizzes.models import Choice, Question, Weight

_WITH_CHOICES = frozenset({"single", "multiple", "picture", "yes_no", "ranking"})
_PATHLESS = "media/lost"


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand, by id, so that the same draft always gives the same bytes.

    `pictures` maps a hash to the path its file travels under. What is right and wrong is said
    by a knowledge quiz only; in another it rests in its row.
    """

    outcomes: Mapping[int, int]
    topics: Mapping[int, int]
    pictures: Mapping[str, str]
    is_knowledge: bool


def question_parts(question: Question, places: Places) -> Plain:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "help": question.help,
        "why": question.why,
        "image": _picture(question.image, question.image_alt, places),
        "is_optional": question.is_optional,
        "is_sensitive": question.is_sensitive,
        "show_if": question.show_if,
        "explanation": question.explanation,
        **_own_parts(question, places),
    }


def _own_parts(question: Question, places: Places) -> dict[str, Plain]:
    own: dict[str, Plain] = {}
    match question.kind:
        case Question.Kind.MULTIPLE:
            own = _said(min_picks=whole(question.low), max_picks=whole(question.high))
        case Question.Kind.SCALE:
            own = {
                **_said(first=whole(question.low), last=whole(question.high)),
                "low_label": question.low_label,
                "high_label": question.high_label,
                **_weights(question.weights.all(), places),
            }
        case Question.Kind.NUMBER:
            own = {
                **_said(at_least=question.low, at_most=question.high),
                "unit": question.unit,
                "decimals": question.decimals,
                "right": question.right if places.is_knowledge else None,
                "tolerance": question.tolerance,
            }
        case Question.Kind.SHORT_TEXT:
            own = {
                **_said(max_length=whole(question.high)),
                "accepted": question.accepted if places.is_knowledge else [],
            }
        case Question.Kind.LONG_TEXT:
            own = _said(max_length=whole(question.high))
        case Question.Kind.DATE:
            first, last = question.earliest_on, question.latest_on
            own = {
                "earliest": first.isoformat() if first else None,
                "latest": last.isoformat() if last else None,
            }
    if question.kind in _WITH_CHOICES or question.kind not in Question.Kind.values:
        own["choices"] = [_choice_parts(each, places) for each in question.choices.all()]
    return own


def _choice_parts(choice: Choice, places: Places) -> Plain:
    return {
        "key": choice.key,
        "text": choice.text,
        **_weights(choice.weights.all(), places),
        "go_to": choice.go_to or None,
        "value": choice.value,
        "is_right": choice.is_right and places.is_knowledge,
        "image": _picture(choice.image, choice.image_alt, places),
    }


def _weights(weights: Iterable[Weight], places: Places) -> dict[str, Plain]:
    rows = list(weights)
    points = [(each.outcome, each.points) for each in rows if each.outcome]
    topics = [(each.category, each.points) for each in rows if each.category]
    points.sort(key=lambda each: places.outcomes.get(each[0].pk, len(places.outcomes)))
    topics.sort(key=lambda each: places.topics.get(each[0].pk, len(places.topics)))
    return {
        "points": {outcome.key: number for outcome, number in points},
        "topics": {topic.key: number for topic, number in topics},
    }


def _picture(sha256: str, alt: str, places: Places) -> Plain:
    """A file that is gone keeps its hash, so that compiling can name the place."""
    if not sha256:
        return None
    return {"path": places.pictures.get(sha256, _PATHLESS), "sha256": sha256, "alt": alt}


def _said(**values: Plain) -> dict[str, Plain]:
    """Without what was never said: the document has its own default, or names what is missing."""
    return {name: value for name, value in values.items() if value is not None}


def whole(number: float | None) -> Plain:
    """A count as a whole number; anything else stays as it is and is named as a fault."""
    return int(number) if number is not None and number.is_integer() else number
