"""Gifts as published: a checklist, a guide or a video, frozen and typed.

Part of a publication's document; see quizzes/document.py for how such classes are used.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.document import Doc, Key, Line, MaybeLine, MediaDoc, Text


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
    kind: Literal["guide"]
    body: Text


class VideoDoc(GiftDoc):
    kind: Literal["video"]
    seconds: Annotated[int, Field(ge=1, le=7200)]
    file: MediaDoc
    captions: MediaDoc
    poster: MediaDoc | None = None
    transcript: Text


MagnetDoc = Annotated[ChecklistDoc | GuideDoc | VideoDoc, Field(discriminator="kind")]
