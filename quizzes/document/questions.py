"""The ten kinds of question, each one screen.

An answer of any kind is a tuple of texts: choice keys (in the person's order for a ranking),
the number of a scale, a number in plain decimals, a date as YYYY-MM-DD, or the text itself.
An empty tuple is a skipped question.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from quizzes.conditions import Condition
from quizzes.document.base import Doc, Key, Line, MaybeLine, Number, Points, Text
from quizzes.document.media import ImageDoc

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class ChoiceDoc(Doc):
    key: Key
    text: Line
    points: dict[Key, Points] = Field(default={}, description="Points per result key.")
    topics: dict[Key, Points] = Field(default={}, description="Points per topic key.")
    go_to: Key | None = Field(
        default=None, description="A later question of this quiz, or the word end."
    )
    value: Number | None = Field(default=None, description="What formulas count for it.")
    is_right: bool = Field(default=False, description="A right answer of a knowledge quiz.")
    image: ImageDoc | None = None


class _Question(Doc):
    key: Key
    text: Line
    help: MaybeLine = ""
    why: MaybeLine = Field(default="", description="Why we ask, in one line.")
    image: ImageDoc | None = None
    is_optional: bool = Field(default=False, description="Offers an equal Skip.")
    is_sensitive: bool = Field(
        default=False,
        description="Sales sees the answer only after a press that is written down.",
    )
    show_if: Condition | None = None
    explanation: Text = Field(
        default="", description="What a knowledge quiz says about the right answer."
    )

    @property
    def options(self) -> tuple[ChoiceDoc, ...]:
        """What can be chosen; empty for what is typed."""
        return ()

    def choice(self, key: str) -> ChoiceDoc | None:
        return next((choice for choice in self.options if choice.key == key), None)


class _Choices(_Question):
    choices: tuple[ChoiceDoc, ...] = Field(min_length=2, max_length=12)

    @property
    def options(self) -> tuple[ChoiceDoc, ...]:
        return self.choices


class SingleDoc(_Choices):
    kind: Literal["single"] = "single"


class MultipleDoc(_Choices):
    """Any number of choices from `min_picks` to `max_picks` (None: all of them)."""

    kind: Literal["multiple"]
    min_picks: Annotated[int, Field(ge=1, le=12)] = 1
    max_picks: Annotated[int, Field(ge=1, le=12)] | None = None

    @property
    def most(self) -> int:
        return min(self.max_picks or len(self.choices), len(self.choices))


class PictureDoc(_Choices):
    """One choice among pictures; every choice has one."""

    kind: Literal["picture"]


class YesNoDoc(_Question):
    """Two choices with the keys yes and no."""

    kind: Literal["yes_no"]
    choices: tuple[ChoiceDoc, ...] = Field(min_length=2, max_length=2)

    @property
    def options(self) -> tuple[ChoiceDoc, ...]:
        return self.choices


class ScaleDoc(_Question):
    """The numbers from `first` to `last`, both ends labelled: Likert, or 0 to 10.

    Points count per step above the first number; a negative number turns the scale round.
    """

    kind: Literal["scale"]
    first: Annotated[int, Field(ge=0, le=1)] = 1
    last: Annotated[int, Field(ge=1, le=10)] = 5
    low_label: Line
    high_label: Line
    points: dict[Key, Points] = Field(default={}, description="Points per step, by result key.")
    topics: dict[Key, Points] = Field(default={}, description="Points per step, by topic key.")

    @cached_property
    def _numbers(self) -> tuple[ChoiceDoc, ...]:
        return tuple(
            ChoiceDoc.model_construct(
                key=str(number),
                text=str(number),
                points={key: each * (number - self.first) for key, each in self.points.items()},
                topics={key: each * (number - self.first) for key, each in self.topics.items()},
                value=float(number),
            )
            for number in range(self.first, self.last + 1)
        )

    @property
    def options(self) -> tuple[ChoiceDoc, ...]:
        return self._numbers


class NumberDoc(_Question):
    kind: Literal["number"]
    unit: MaybeLine = ""
    at_least: Number
    at_most: Number
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    right: Number | None = Field(default=None, description="The right answer, for knowledge.")
    tolerance: Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)] = 0


class ShortTextDoc(_Question):
    kind: Literal["short_text"]
    max_length: Annotated[int, Field(ge=1, le=200)] = 120
    accepted: tuple[Line, ...] = Field(
        default=(), max_length=20, description="Right answers of a knowledge quiz."
    )


class LongTextDoc(_Question):
    kind: Literal["long_text"]
    max_length: Annotated[int, Field(ge=1, le=2000)] = 1000


class DateDoc(_Question):
    kind: Literal["date"]
    earliest: Day | None = None
    latest: Day | None = None


class RankingDoc(_Question):
    """All choices in the person's order; points count once per choice that stands below."""

    kind: Literal["ranking"]
    choices: tuple[ChoiceDoc, ...] = Field(min_length=2, max_length=7)

    @property
    def options(self) -> tuple[ChoiceDoc, ...]:
        return self.choices


def _kind(raw: object) -> str:
    """What is not said to be of another kind is one choice, as files of old have it."""
    kind = raw.get("kind", "single") if isinstance(raw, dict) else getattr(raw, "kind", "")
    return kind if isinstance(kind, str) else ""


QuestionDoc = Annotated[
    Annotated[SingleDoc, Tag("single")]
    | Annotated[MultipleDoc, Tag("multiple")]
    | Annotated[PictureDoc, Tag("picture")]
    | Annotated[YesNoDoc, Tag("yes_no")]
    | Annotated[ScaleDoc, Tag("scale")]
    | Annotated[NumberDoc, Tag("number")]
    | Annotated[ShortTextDoc, Tag("short_text")]
    | Annotated[LongTextDoc, Tag("long_text")]
    | Annotated[DateDoc, Tag("date")]
    | Annotated[RankingDoc, Tag("ranking")],
    Discriminator(_kind),
]
