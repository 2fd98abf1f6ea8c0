"""Files that travel beside the document, named by their content."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from quizzes.document.base import Doc, Line

MediaPath = Annotated[
    str, StringConstraints(pattern=r"^media/[a-z0-9][a-z0-9._-]{0,99}$", max_length=106)
]


class MediaDoc(Doc):
    """A file that travels beside the document."""

    path: MediaPath
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ImageDoc(MediaDoc):
    """A picture; `alt` says what it shows to whoever cannot see it."""

    alt: Line
