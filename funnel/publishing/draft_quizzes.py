"""A quiz's rows as the parts of a document. compile.py calls it with everything prefetched."""

from __future__ import annotations

from collections.abc import Mapping

from funnel.publishing.draft_questions import Places, question_parts
from funnel.publishing.shape import Plain
from quizzes.models import Category, Figure, Outcome, Question, Quiz

_BY = Quiz.OutcomeBy
_WITH_TIES = (_BY.POINTS, _BY.CATEGORY)


def quiz_parts(quiz: Quiz, pictures: Mapping[str, str]) -> Plain:
    """What the quiz's way to score looks at; the rest stays in its rows for another day.

    `pictures` maps the hash of a picture to the path its file travels under.
    """
    outcomes, topics = list(quiz.outcomes.all()), list(quiz.categories.all())
    places = Places(
        outcomes={each.pk: place for place, each in enumerate(outcomes)},
        topics={each.pk: place for place, each in enumerate(topics)},
        pictures=pictures,
        is_knowledge=quiz.scoring == Quiz.Scoring.KNOWLEDGE,
    )
    has_results = quiz.scoring != Quiz.Scoring.NONE
    outcome_by = quiz.outcome_by if has_results else _BY.POINTS.value
    return {
        "scoring": quiz.scoring,
        "outcome_by": outcome_by,
        "decides": _key(quiz.decides) if outcome_by == _BY.RANGE else None,
        **(_tie_parts(quiz) if has_results and outcome_by in _WITH_TIES else {}),
        "explains": quiz.explains if places.is_knowledge else Quiz.Explains.AT_END.value,
        "topics": [{"key": each.key, "name": each.name} for each in topics],
        "figures": [_figure_parts(each) for each in quiz.figures.all()],
        "outcomes": [_outcome_parts(each, outcome_by) for each in outcomes],
        "default_outcome": _key(quiz.default_outcome) if has_results else None,
        "questions": [question_parts(each, places) for each in quiz.questions.all()],
    }


def _tie_parts(quiz: Quiz) -> dict[str, Plain]:
    settles = quiz.tie == Quiz.Tie.QUESTION
    return {"tie": quiz.tie, "tie_question": _key(quiz.tie_question) if settles else None}


def _key(row: Figure | Outcome | Category | Question | None) -> str | None:
    return row.key if row else None


def _figure_parts(figure: Figure) -> Plain:
    return {
        "key": figure.key,
        "name": figure.name,
        "formula": figure.formula,
        "unit": figure.unit,
        "is_unit_first": figure.is_unit_first,
        "round_to": figure.round_to,
        "at_least": figure.at_least,
        "at_most": figure.at_most,
        "is_shown": figure.is_shown,
    }


def _outcome_parts(outcome: Outcome, outcome_by: str) -> Plain:
    has_bounds = outcome_by in (_BY.TIER, _BY.RANGE)
    return {
        "key": outcome.key,
        "name": outcome.name,
        "headline": outcome.headline,
        "interpretation": outcome.interpretation,
        "first_action": outcome.first_action,
        "asks_promise": outcome.asks_promise,
        "share_text": outcome.share_text,
        "category": _key(outcome.category) if outcome_by == _BY.CATEGORY else None,
        "at_least": outcome.at_least if has_bounds else None,
        "at_most": outcome.at_most if has_bounds else None,
        "when": outcome.when if outcome_by == _BY.RULE else None,
    }
