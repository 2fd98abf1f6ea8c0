"""The quiz as published: frozen, typed, made once per process from a publication's JSON.

Scoring, branching and templates read these objects; the same classes check an imported file
and make its JSON Schema, so a field is described in one place only.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quizzes.conditions import Condition

Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", min_length=1, max_length=50)
]
# One line each: a mail's subject with a line break in it would be a header of its own.
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
MaybeLine = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\r\n]*$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Points = Annotated[int, Field(ge=-100, le=100)]


class Doc(BaseModel):
    """Base of every document part: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ChoiceDoc(Doc):
    key: Key
    text: Line
    points: dict[Key, Points] = Field(default={}, description="Points per result key.")
    topics: dict[Key, Points] = Field(default={}, description="Points per topic key.")
    go_to: Key | None = Field(
        default=None, description="A later question of this quiz, or the word end."
    )


class QuestionDoc(Doc):
    key: Key
    kind: Literal["single"] = "single"
    text: Line
    help: MaybeLine = ""
    show_if: Condition | None = None
    choices: tuple[ChoiceDoc, ...] = Field(min_length=2, max_length=12)

    def choice(self, key: str) -> ChoiceDoc | None:
        return next((choice for choice in self.choices if choice.key == key), None)


class CategoryDoc(Doc):
    key: Key
    name: Line


class OutcomeDoc(Doc):
    key: Key
    name: Line = Field(description="What sales and mails call it: 'quiet discounter'.")
    headline: Line
    interpretation: Text
    first_action: Text = Field(description="What to do first.")


class QuizDoc(Doc):
    """`scoring` personality: the result with most points wins; on a tie the one listed first.

    `none`: a poll or survey, without results.
    """

    scoring: Literal["personality", "none"]
    topics: tuple[CategoryDoc, ...] = ()
    outcomes: tuple[OutcomeDoc, ...] = ()
    default_outcome: Key | None = None
    questions: tuple[QuestionDoc, ...] = Field(min_length=1, max_length=60)

    def question(self, key: str) -> QuestionDoc | None:
        return next((question for question in self.questions if question.key == key), None)

    def outcome(self, key: str) -> OutcomeDoc | None:
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)
