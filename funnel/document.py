"""The whole funnel as published and as carried in a portable file: one shape for both.

`FunnelDocument.model_json_schema()` is the published JSON Schema. `load()` makes the frozen
objects that every public page is rendered from.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from leads.document import ChecklistDoc, GuideDoc, VideoDoc
from nurture.document import MailDoc, SequenceDoc
from quizzes.conditions import Condition
from quizzes.document import Doc, Key, Line, MaybeLine, QuizDoc, Text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]{2,4})?$")]


class ThemeDoc(Doc):
    accent: Colour = "#0b6e4f"
    accent_dark: Colour = "#5fd0a5"
    corner: Annotated[int, Field(ge=0, le=28)] = 14


class HookDoc(Doc):
    """What the landing page says above and below the first question."""

    text: Line = Field(description="A problem or a question, with a number and a time.")
    reassurance: Line = Field(description="A fear truthfully taken away, at the foot.")


class _Step(Doc):
    key: Key
    invite: Line = Field(description="The words on the button that leads here.")
    show_if: Condition | None = None


class QuizStep(_Step):
    kind: Literal["quiz"]
    quiz: QuizDoc


class PollStep(_Step):
    """A quiz of one question without a score; everybody's answers follow the tap.

    Fewer people than `show_from` are told as "you are one of the first", without figures.
    """

    kind: Literal["poll"]
    quiz: QuizDoc
    show_from: Annotated[int, Field(ge=1, le=1000)] = 5


class ResultStep(_Step):
    kind: Literal["result"]


class ChecklistStep(_Step):
    kind: Literal["checklist"]
    magnet: ChecklistDoc


class GuideStep(_Step):
    kind: Literal["guide"]
    magnet: GuideDoc


class VideoStep(_Step):
    kind: Literal["video"]
    magnet: VideoDoc


class StatementStep(_Step):
    kind: Literal["statement"]
    title: Line
    body: Text


class OptInStep(_Step):
    """Asks for an address. `mail` is what goes out at once; `marketing` is the unticked box."""

    kind: Literal["opt_in"]
    title: Line
    body: Text = Field(description="What arrives, how often and how to stop.")
    button: Line
    is_skippable: bool = True
    skip_label: MaybeLine = "No thanks, just go on"
    asks_first_name: bool = False
    marketing: MaybeLine = Field(
        default="", description="Exact words beside the unticked box; empty for no box."
    )
    mail: MailDoc


class OfferDoc(Doc):
    headline: Line
    body: Text = Field(description="What you get. Opens with the visitor's own answer.")
    price: Line
    proof: Text = ""
    terms: MaybeLine = ""
    button: Line
    url: Annotated[str, StringConstraints(pattern=r"^(https://\S{1,500})?$")] = Field(
        default="", description="Where the button leads; empty asks for a call instead."
    )
    not_now: Line = Field(description="The equal second button.")
    min_depth: Annotated[int, Field(ge=0, le=200)] = 0
    thanks: Text = Field(description="What happens next, shown after the press.")


class OfferStep(_Step):
    kind: Literal["offer"]
    offer: OfferDoc


StepDoc = Annotated[
    QuizStep
    | PollStep
    | ResultStep
    | ChecklistStep
    | GuideStep
    | VideoStep
    | StatementStep
    | OptInStep
    | OfferStep,
    Field(discriminator="kind"),
]


class SeriesRuleDoc(Doc):
    """Which series a person gets; without an outcome it is the default one."""

    outcome: Key | None = None
    sequence: Key


class FunnelDocument(Doc):
    format: Literal[1] = 1
    slug: Key
    name: Line
    language: Language = "en"
    translations: dict[Language, dict[str, Text]] = Field(
        default={},
        description="Per further language its texts by place, as `funnel texts` lists them.",
    )
    hook: HookDoc
    theme: ThemeDoc = ThemeDoc()
    double_opt_in: bool = True
    steps: tuple[StepDoc, ...] = Field(min_length=1, max_length=60)
    sequences: tuple[SequenceDoc, ...] = ()
    series_rules: tuple[SeriesRuleDoc, ...] = ()

    def step(self, key: str) -> StepDoc | None:
        return next((step for step in self.steps if step.key == key), None)

    def sequence(self, key: str) -> SequenceDoc | None:
        return next((each for each in self.sequences if each.key == key), None)


def load(text: str) -> FunnelDocument:
    """Frozen objects from a document's JSON text.

    Raises pydantic.ValidationError, which lists every fault with its place.
    """
    return FunnelDocument.model_validate_json(text)
