"""A document under the check, with what several rules work out of it, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from funnel.document import FunnelDocument, PollStep, QuizStep
from funnel.translating import Said, said_in
from quizzes.document import QuestionDoc


@dataclass(frozen=True)
class Subject:
    """No slots: what is worked out is kept in the instance."""

    document: FunnelDocument

    @property
    def language(self) -> str:
        """Without the country: de-at is de."""
        return self.document.language.partition("-")[0]

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every text that people read, in the order of the document."""
        return tuple(said_in(self.document))

    @cached_property
    def questions(self) -> tuple[tuple[str, QuizStep | PollStep, QuestionDoc], ...]:
        """Every question with its path and its step."""
        return tuple(
            (f"steps[{index}].quiz.questions[{number}]", step, question)
            for index, step in enumerate(self.document.steps)
            if isinstance(step, QuizStep | PollStep)
            for number, question in enumerate(step.quiz.questions)
        )
