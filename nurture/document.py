"""Mails and mail series as published: frozen and typed.

Part of a publication's document; a SequenceVersion stores a SequenceDoc of its own and the
sender reads nothing else.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from quizzes.conditions import Condition
from quizzes.document import Doc, Key, Line, MaybeLine, Text

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
# What a mail's one button opens; only the roof knows what that is for a given visit.
# `poll` and `helped` are answered in the mail, `done` and `reply` lead to no step.
Target = Annotated[
    str,
    StringConstraints(
        pattern=r"^(result|offer|resume|poll|helped|done|reply|step:[a-z0-9][a-z0-9_-]{0,49})$"
    ),
]
# What ends a series for its reader, besides winning, leaving and bouncing.
Goal = Annotated[str, StringConstraints(pattern=r"^(offer|call|step:[a-z0-9][a-z0-9_-]{0,49})$")]
# A country and, where its holidays differ, a part of it: DE, DE-BY, US-CA.
HolidaysOf = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")]
# No text to translate: a person is called the same in every language.
SenderName = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\r\n]*$")]
MaybeAddress = Annotated[
    str, StringConstraints(pattern=r"^([^@\s<>,;]{1,64}@[^@\s<>,;]{1,180}\.[^@\s<>,;.]{2,63})?$")
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
    send window is open. With `working_days` Saturdays, Sundays and the window's holidays are not
    counted, and none of them is written on. `hours` stands alone: so many hours by the clock.
    """

    days: Annotated[int, Field(ge=0, le=365)] = 0
    at: ClockTime | None = None
    hours: Annotated[int, Field(ge=0, le=720)] = 0
    working_days: bool = False

    @model_validator(mode="after")
    def _hours_stand_alone(self) -> Self:
        if self.hours and (self.days or self.at or self.working_days):
            raise ValueError("hours stand alone, without days, at and working_days")
        return self


class ReplyChoiceDoc(Doc):
    """One answer to the question of a mail."""

    key: Key
    label: Line


class MessageDoc(MailDoc):
    """A mail of a series. `choices` are the answers where the button's target is `poll` (two to
    five of them) or `helped` (none: the house's own yes and no); its label is then the question.
    """

    key: Key
    delay: DelayDoc
    show_if: Condition | None = None
    if_unmet: Literal["skip", "wait"] = Field(
        default="skip", description="Leave the mail out, or wait until the condition is met."
    )
    wait_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=7, description="How long it waits before it is left out."
    )
    expires_days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None, description="Left out when it could not be sent for so many days."
    )
    choices: tuple[ReplyChoiceDoc, ...] = Field(default=(), max_length=5)


class WindowDoc(Doc):
    """When a series may write, in the reader's time zone, or the business's where none is known.

    `holidays` names whose public holidays are no days for mails; empty: nobody's.
    """

    days: tuple[Weekday, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri", "sat", "sun"), min_length=1
    )
    opens: ClockTime = "08:00"
    closes: ClockTime = "20:00"
    holidays: HolidaysOf = ""


class SenderDoc(Doc):
    """Who a series comes from, where it is not the business itself; what is empty is its."""

    name: SenderName = ""
    email: MaybeAddress = ""
    reply_to: MaybeAddress = ""


class SequenceDoc(Doc):
    """`purpose` series: asked for by name. `marketing`: needs the ticked box.

    `reentry_days`: who comes again so many days after the end of a run begins anew; None: never.
    `priority`: 1 goes first where two mails to one person are due. With `counts_links` the links
    of its texts lead over a page of our own, where a press counts.
    """

    key: Key
    name: Line
    purpose: Literal["series", "marketing"] = "marketing"
    window: WindowDoc = WindowDoc()
    sender: SenderDoc = SenderDoc()
    goals: tuple[Goal, ...] = Field(default=("offer", "call"), max_length=20)
    reentry_days: Annotated[int, Field(ge=0, le=730)] | None = None
    priority: Annotated[int, Field(ge=1, le=9)] = 5
    counts_links: bool = False
    messages: tuple[MessageDoc, ...] = Field(min_length=1, max_length=40)
