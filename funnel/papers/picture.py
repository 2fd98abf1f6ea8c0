"""The picture that a shared link shows: made once, kept under the name of its content."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from funnel.languages import direction
from funnel.papers.compiling import Paper, compiled, fingerprint
from funnel.papers.wording import plain, short_language

WIDTH, HEIGHT = 1200, 630
_LONGEST = 160
_making = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """`title` stands large; `ink` is the colour of letters on `accent`, both `#rrggbb`."""

    eyebrow: str
    title: str
    button: str
    foot: str
    accent: str
    ink: str
    language: str

    @property
    def mark(self) -> str:
        """Changes whenever the picture would look different."""
        return fingerprint("share", _paper(self))


def picture(wanted: Picture) -> bytes:
    """PNG, 1200 by 630. Made at most once at a time in a process, and kept from then on.

    Raises BusyPressError.
    """
    name = f"shares/{wanted.mark}.png"
    if (kept := _kept(name)) is not None:
        return kept
    with _making:
        if (kept := _kept(name)) is not None:
            return kept
        made = compiled("share", _paper(wanted), "png")
        stored = default_storage.save(name, ContentFile(made))
        if stored != name:
            # Another process was faster; one of the two is enough.
            default_storage.delete(stored)
    return made


def _kept(name: str) -> bytes | None:
    try:
        with default_storage.open(name, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if isinstance(content, bytes) else None


def _paper(wanted: Picture) -> Paper:
    return {
        "eyebrow": _cut(wanted.eyebrow),
        "title": _cut(wanted.title),
        "button": _cut(wanted.button),
        "foot": _cut(wanted.foot),
        "accent": wanted.accent,
        "ink": wanted.ink,
        "language": short_language(wanted.language),
        "is_rtl": direction(wanted.language) == "rtl",
    }


def _cut(text: str) -> str:
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return plain(text)
