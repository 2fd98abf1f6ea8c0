"""The whole funnel as published and as carried in a portable file: one shape for both.

`FunnelDocument.model_json_schema()` is the published JSON Schema. `load()` makes the frozen
objects that every public page is rendered from.
"""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from funnel.upgrading import upgraded
from leads.document import (
    ChecklistDoc,
    GuideDoc,
    LinkDoc,
    MaybeLink,
    SeriesGiftDoc,
    VideoDoc,
)
from nurture.document import MailDoc, SequenceDoc
from quizzes.conditions import Condition
from quizzes.document import Doc, ImageDoc, Key, Line, MaybeLine, QuizDoc, Text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
MaybeColour = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6})?$")]
# Where a page may stand in a frame: scheme and host, as a browser's policy writes them.
Origin = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?$", max_length=200
    ),
]
Source = Annotated[str, StringConstraints(pattern=r"^[^A-Z\r\n]{1,100}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]{2,4})?$")]


class ThemeDoc(Doc):
    accent: Colour = "#0b6e4f"
    accent_dark: Colour = "#5fd0a5"
    background: MaybeColour = Field(default="", description="Empty for the house's own.")
    background_dark: MaybeColour = ""
    font: Literal["system", "humanist", "geometric", "serif", "slab", "rounded"] = "system"
    corner: Annotated[int, Field(ge=0, le=28)] = 14
    logo: ImageDoc | None = None
    picture: ImageDoc | None = Field(default=None, description="Stands on the landing page.")


class ShareDoc(Doc):
    """How a link to this funnel looks where it is sent; what is empty is said by the hook."""

    title: MaybeLine = ""
    text: MaybeLine = ""
    image: ImageDoc | None = None


class SourceHookDoc(Doc):
    """Other words for people from one source, so that ad and first screen say the same."""

    key: Key
    source: Source = Field(description="As utm_source names it, in lower case.")
    text: Line
    reassurance: MaybeLine = Field(default="", description="Empty for the usual one.")


class HookDoc(Doc):
    """What the landing page says above and below the first question."""

    text: Line = Field(description="A problem or a question, with a number and a time.")
    reassurance: Line = Field(description="A fear truthfully taken away, at the foot.")
    by_source: tuple[SourceHookDoc, ...] = Field(default=(), max_length=40)

    def of(self, source: str) -> SourceHookDoc | None:
        """The words for this source; None where the usual ones stand."""
        return next((each for each in self.by_source if each.source == source), None)


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
    """`part`: the whole result; its first words, before a gate; or all of it behind one."""

    kind: Literal["result"]
    part: Literal["whole", "first", "rest"] = "whole"


class ChecklistStep(_Step):
    kind: Literal["checklist"]
    magnet: ChecklistDoc


class GuideStep(_Step):
    kind: Literal["guide"]
    magnet: GuideDoc


class VideoStep(_Step):
    kind: Literal["video"]
    magnet: VideoDoc


class SeriesStep(_Step):
    """A mail series as a gift: what it brings is read beforehand, asking for it is one press."""

    kind: Literal["series"]
    sequence: Key
    magnet: SeriesGiftDoc


class LinkStep(_Step):
    kind: Literal["link"]
    magnet: LinkDoc


class StatementStep(_Step):
    kind: Literal["statement"]
    title: Line
    body: Text


class FieldDoc(Doc):
    """One field of the gate. `key` and `label` are for kind text, the marketer's own."""

    kind: Literal["email", "phone", "first_name", "company", "text"]
    key: Key | None = None
    label: MaybeLine = ""
    is_required: bool = True


class OptInStep(_Step):
    """Asks for an address (or a phone). `mail` is what goes out at once; `marketing` is the
    unticked box."""

    kind: Literal["opt_in"]
    title: Line
    body: Text = Field(description="What arrives, how often and how to stop.")
    button: Line
    is_skippable: bool = True
    skip_label: MaybeLine = "No thanks, just go on"
    fields: tuple[FieldDoc, ...] = Field(
        default=(FieldDoc(kind="email"),), min_length=1, max_length=12
    )
    marketing: MaybeLine = Field(
        default="", description="Exact words beside the unticked box; empty for no box."
    )
    mail: MailDoc

    def field(self, kind: str) -> FieldDoc | None:
        return next((field for field in self.fields if field.kind == kind), None)


class OfferDoc(Doc):
    """`action` says what the button does: asks for a call, opens an address, a calendar to book
    from, or a chat."""

    headline: Line
    opening: Text = Field(default="", description="Stands first: the visitor's own answer.")
    shows_done: bool = Field(default=True, description="Names what the visitor already did.")
    body: Text = Field(description="What you get. Opens with the visitor's own answer.")
    price: Line
    proof: Text = ""
    terms: MaybeLine = ""
    button: Line
    action: Literal["call", "link", "booking", "whatsapp"] = "call"
    url: MaybeLink = Field(default="", description="Where the button leads: a page or a calendar.")
    key_name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")] = Field(
        default="ref", description="Names the field of that address that carries the visit's key."
    )
    whatsapp: Annotated[str, StringConstraints(pattern=r"^(\+[0-9]{6,15})?$")] = ""
    whatsapp_text: MaybeLine = Field(default="", description="What stands in the chat already.")
    not_now: Line = Field(description="The equal second button.")
    later: Text = Field(default="", description="What follows 'not now'; empty for our words.")
    later_step: Key | None = Field(default=None, description="The smaller step proposed then.")
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
    | SeriesStep
    | LinkStep
    | StatementStep
    | OptInStep
    | OfferStep,
    Field(discriminator="kind"),
]


class SeriesRuleDoc(Doc):
    """Which series a person gets; without an outcome it is the default one."""

    outcome: Key | None = None
    sequence: Key


class IgnoredDoc(Doc):
    """A finding of the check that does not count here; `place` is in stable keys."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{3}$")]
    # Types of their own: a Line is read by visitors, and so has to be translated.
    place: Annotated[str, StringConstraints(pattern=r"^\S*$", max_length=300)] = ""
    reason: Annotated[str, StringConstraints(pattern=r"^\S[^\r\n]*$", max_length=300)]


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
    share: ShareDoc = ShareDoc()
    embed_on: tuple[Origin, ...] = Field(
        default=(), max_length=20, description="Other people's pages that may frame this funnel."
    )
    double_opt_in: bool = True
    steps: tuple[StepDoc, ...] = Field(min_length=1, max_length=60)
    sequences: tuple[SequenceDoc, ...] = ()
    series_rules: tuple[SeriesRuleDoc, ...] = ()
    ignored: tuple[IgnoredDoc, ...] = Field(
        default=(),
        max_length=300,
        description="Findings of the check set aside. Carried along, never published.",
    )

    def step(self, key: str) -> StepDoc | None:
        return next((step for step in self.steps if step.key == key), None)

    def sequence(self, key: str) -> SequenceDoc | None:
        return next((each for each in self.sequences if each.key == key), None)


def load(text: str) -> FunnelDocument:
    """Frozen objects from a document's JSON text.

    Raises pydantic.ValidationError, which lists every fault with its place.
    """
    return FunnelDocument.model_validate_json(json.dumps(upgraded(json.loads(text))))
