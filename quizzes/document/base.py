"""What every part of a document is made of: the frozen base and the kinds of text and number."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", min_length=1, max_length=50)
]
# One line each: a mail's subject with a line break in it would be a header of its own.
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
MaybeLine = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\r\n]*$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Points = Annotated[int, Field(ge=-100, le=100)]
# A billion is more than any question asks for, and its square still counts exactly.
Number = Annotated[float, Field(ge=-1_000_000_000, le=1_000_000_000, allow_inf_nan=False)]


class Doc(BaseModel):
    """Base of every document part: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
