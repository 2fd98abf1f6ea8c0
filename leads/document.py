"""Gifts as published: checklist, guide, video, mail series or link, frozen and typed.

Part of a publication's document; see quizzes/document.py for how such classes are used.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from quizzes.document import Doc, Key, Line, MaybeLine, MediaDoc, Text

Link = Annotated[str, StringConstraints(pattern=r"^https://\S{1,490}$")]
MaybeLink = Annotated[str, StringConstraints(pattern=r"^(https://\S{1,490})?$")]


class GiftDoc(Doc):
    """What every gift says of itself before it is opened."""

    title: Line
    problem: Line = Field(description="The one problem it takes up.")
    promise: Line = Field(description="What the person has afterwards.")
    minutes: Annotated[int, Field(ge=1, le=120)]


class ItemDoc(Doc):
    key: Key
    text: Line
    help: MaybeLine = ""


class ChecklistDoc(GiftDoc):
    kind: Literal["checklist"]
    items: tuple[ItemDoc, ...] = Field(min_length=1, max_length=40)


class GuideDoc(GiftDoc):
    """A page first, always; `file` is what may be taken from it (in-app browsers lose files)."""

    kind: Literal["guide"]
    body: Text
    file: MediaDoc | None = None


class VideoDoc(GiftDoc):
    """An own file with captions, or a film elsewhere that is fetched only once it is pressed."""

    kind: Literal["video"]
    seconds: Annotated[int, Field(ge=1, le=7200)]
    file: MediaDoc | None = None
    url: MaybeLink = Field(default="", description="A YouTube or Vimeo page instead of a file.")
    captions: MediaDoc | None = None
    poster: MediaDoc | None = None
    transcript: Text

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if bool(self.file) == bool(self.url):
            raise ValueError("Give the video a file or an address, one of the two.")
        if self.file and not self.captions:
            raise ValueError("A video of your own needs captions.")
        return self


class SeriesGiftDoc(GiftDoc):
    """A mail series to ask for. Which one says the step; titles and first mail are the series'."""

    kind: Literal["series"]
    body: Text = Field(default="", description="How often the mails come and how to stop them.")
    button: Line
    skip_label: Line


class LinkDoc(GiftDoc):
    """Something useful elsewhere, with a page in front that says what it is good for."""

    kind: Literal["link"]
    body: Text = ""
    url: Link
    button: Line


MagnetDoc = Annotated[
    ChecklistDoc | GuideDoc | VideoDoc | SeriesGiftDoc | LinkDoc, Field(discriminator="kind")
]
