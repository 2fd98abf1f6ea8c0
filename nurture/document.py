"""Mails and mail series as published: frozen and typed.

Part of a publication's document; a SequenceVersion stores a SequenceDoc of its own and the
sender reads nothing else.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from quizzes.conditions import Condition
from quizzes.document import Doc, Key, Line, MaybeLine, Text

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
# What a mail's one button opens; only the roof knows what that is for a given visit.
Target = Annotated[
    str, StringConstraints(pattern=r"^(result|offer|resume|step:[a-z0-9][a-z0-9_-]{0,49})$")
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class ButtonDoc(Doc):
    label: Line
    target: Target


class MailDoc(Doc):
    """One written mail: Liquid and Markdown inside, one button, one small ask."""

    subject: Line
    preheader: MaybeLine = ""
    body: Text
    button: ButtonDoc


class DelayDoc(Doc):
    """Wall-clock intent, counted from the mail before (or from the start of the series).

    `at` is local time; without it the mail goes out as soon as the days are over and the
    send window is open.
    """

    days: Annotated[int, Field(ge=0, le=365)]
    at: ClockTime | None = None


class MessageDoc(MailDoc):
    key: Key
    delay: DelayDoc
    show_if: Condition | None = None


class WindowDoc(Doc):
    """When a series may write, in the business's time zone."""

    days: tuple[Weekday, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri", "sat", "sun"), min_length=1
    )
    opens: ClockTime = "08:00"
    closes: ClockTime = "20:00"


class SequenceDoc(Doc):
    """`purpose` series: asked for by name. `marketing`: needs the ticked box."""

    key: Key
    name: Line
    purpose: Literal["series", "marketing"] = "marketing"
    window: WindowDoc = WindowDoc()
    messages: tuple[MessageDoc, ...] = Field(min_length=1, max_length=40)
