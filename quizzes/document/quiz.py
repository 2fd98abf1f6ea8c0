"""A whole quiz: how it scores, what it can result in, what it asks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from quizzes.conditions import Condition
from quizzes.document.base import Doc, Key, Line, MaybeLine, Number, Text
from quizzes.document.questions import QuestionDoc

Formula = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class CategoryDoc(Doc):
    key: Key
    name: Line


class FigureDoc(Doc):
    """A number worked out from the answers, for texts and, where it decides, for the result.

    `formula` names questions by their keys, with _ for -, and figures that stand before it.
    """

    key: Key
    name: Line = Field(description="What it is called beside the number: a month lost.")
    formula: Formula
    unit: MaybeLine = ""
    is_unit_first: bool = Field(
        default=False,
        description="CHF 380, not 380 CHF. A currency sign stands where the language puts it.",
    )
    round_to: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)] = 1
    at_least: Number | None = Field(default=None, description="Never shown smaller.")
    at_most: Number | None = Field(default=None, description="Never shown larger.")
    is_shown: bool = Field(default=True, description="Stands on the result by itself.")


class OutcomeDoc(Doc):
    """A result. Which of `category`, `at_least` and `at_most`, `when` counts says the quiz."""

    key: Key
    name: Line = Field(description="What sales and mails call it: 'quiet discounter'.")
    headline: Line
    interpretation: Text
    first_action: Text = Field(description="What to do first.")
    asks_promise: bool = Field(default=False, description="Offers 'I'll do this' and 'Not for me'.")
    share_text: MaybeLine = Field(default="", description="What a shared link says of it.")
    category: Key | None = Field(default=None, description="Wins when this topic is highest.")
    at_least: Number | None = None
    at_most: Number | None = None
    when: Condition | None = None


class QuizDoc(Doc):
    """`scoring` says what answers add up to, `outcome_by` what of it decides the result.

    personality: points per result. scorecard: points per topic, in percent of what could be
    reached. knowledge: right and wrong. calculator: figures. none: a survey or poll.
    """

    scoring: Literal["personality", "scorecard", "knowledge", "calculator", "none"]
    outcome_by: Literal["points", "category", "tier", "range", "rule"] = Field(
        default="points",
        description="Most points, highest topic, percent of the whole, a figure, or a rule.",
    )
    decides: Key | None = Field(default=None, description="The figure that range looks at.")
    tie: Literal["first", "default", "question"] = Field(
        default="first", description="Who wins a tie: the one listed first, the default, or ..."
    )
    tie_question: Key | None = Field(
        default=None, description="... the one this question's answer gave most points to."
    )
    explains: Literal["at_once", "at_end"] = Field(
        default="at_end", description="When a knowledge quiz says what was right."
    )
    topics: tuple[CategoryDoc, ...] = Field(default=(), max_length=12)
    figures: tuple[FigureDoc, ...] = Field(default=(), max_length=12)
    outcomes: tuple[OutcomeDoc, ...] = Field(default=(), max_length=20)
    default_outcome: Key | None = None
    questions: tuple[QuestionDoc, ...] = Field(min_length=1, max_length=60)

    @property
    def has_results(self) -> bool:
        return self.scoring != "none"

    def question(self, key: str) -> QuestionDoc | None:
        return next((question for question in self.questions if question.key == key), None)

    def outcome(self, key: str) -> OutcomeDoc | None:
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)

    def figure(self, key: str) -> FigureDoc | None:
        return next((figure for figure in self.figures if figure.key == key), None)
