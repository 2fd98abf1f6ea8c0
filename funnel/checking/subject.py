"""A document under the check, with what several rules work out of it, each thing once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from funnel.checking.faults import Fault
from funnel.checking.laws import check_document
from funnel.checking.laws.reading import scored_steps
from funnel.document import FunnelDocument, PollStep, QuizStep
from funnel.translating import Said, said_in
from quizzes.counting import LIMIT, Count, count
from quizzes.document import QuestionDoc


@dataclass(frozen=True)
class Subject:
    """No slots: what is worked out is kept in the instance.

    `limit` is how far counting goes, see quizzes.counting; `more` are faults of the same funnel
    that its document does not show, those of its files.
    """

    document: FunnelDocument
    limit: int = LIMIT
    more: tuple[Fault, ...] = ()

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

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What breaks a law, each fault under its law."""
        return (*check_document(self.document, limit=self.limit), *self.more)

    @cached_property
    def counts(self) -> Mapping[str, Count]:
        """What each quiz with results can come to, by its path (`steps[0].quiz`).

        Empty while a law is broken that counting leans on: jumps, points, formulas.
        """
        return {
            path: count(step.quiz, step.key, limit=self.limit)
            for index, step in scored_steps(self.document)
            if not self._is_broken(path := f"steps[{index}].quiz")
        }

    def _is_broken(self, path: str) -> bool:
        laws = {"scoring", "question", "unmapped-answer", "figure", "key-taken", "broken-condition"}
        return any(each.path.startswith(path) and each.law in laws for each in self.faults)
