"""The questions whose answers can be weighed: those with answers to choose, of live funnels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from funnel.document import PollStep, QuizStep
from funnel.models import Funnel
from funnel.publishing.loading import published


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """`answers` are (value as stored, words)."""

    funnel: int
    funnel_name: str
    step: str
    question: str
    text: str
    answers: tuple[tuple[str, str], ...]

    def field(self, value: str) -> str:
        return f"fit-{self.funnel}-{self.step}-{self.question}-{value}"


def asked_questions() -> Iterator[AskedQuestion]:
    """In the order of funnels, steps and questions. Private answers are weighed nowhere: the grade
    would tell them to everybody."""
    for funnel in Funnel.objects.live().order_by("name", "pk"):
        if funnel.publication_id is None:
            continue
        for step in published(funnel.publication_id).steps:
            if not isinstance(step, QuizStep | PollStep):
                continue
            for question in step.quiz.questions:
                if not question.options or question.kind == "ranking" or question.is_sensitive:
                    continue
                answers = tuple((choice.key, choice.text) for choice in question.options)
                yield AskedQuestion(
                    funnel.pk, funnel.name, step.key, question.key, question.text, answers
                )
