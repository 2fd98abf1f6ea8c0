"""Small reads of a document that several checks share."""

from __future__ import annotations

from collections.abc import Iterator

from funnel.document import FunnelDocument, PollStep, QuizStep


def quiz_steps(document: FunnelDocument) -> Iterator[tuple[int, QuizStep | PollStep]]:
    """Steps that ask questions, each with its index."""
    for index, step in enumerate(document.steps):
        if isinstance(step, QuizStep | PollStep):
            yield index, step


def scored_steps(document: FunnelDocument) -> list[tuple[int, QuizStep | PollStep]]:
    """Steps whose quiz leads to a result, each with its index."""
    return [(index, step) for index, step in quiz_steps(document) if step.quiz.has_results]


def is_survey(document: FunnelDocument) -> bool:
    """Asks for answers and gives no result: it may end with a thank-you."""
    has_quiz = any(isinstance(step, QuizStep) for step in document.steps)
    return has_quiz and not scored_steps(document)


def outcome_keys(document: FunnelDocument) -> set[str]:
    return {each.key for _, step in scored_steps(document) for each in step.quiz.outcomes}
