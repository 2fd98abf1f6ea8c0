"""The style sheets of a funnel's pages: the first screen's with the theme behind it, the rest's.

One request for the first screen, which has a budget; the rest comes with the first press.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from funnel.document import ThemeDoc
from funnel.journey.colour import ink_on

# Sheets of single kinds of step, read together once somebody has begun.
STEPS = ("result", "gifts", "gate", "offer", "series")


def sheet_name(theme: ThemeDoc) -> str:
    """Names the content: the house's sheet by its hash, then the theme's values."""
    colours = f"{theme.accent[1:]}-{theme.accent_dark[1:]}-{theme.corner}"
    return f"{hashlib.sha256(_house().encode()).hexdigest()[:8]}-{colours}"


@lru_cache(maxsize=64)
def sheet(accent: str, accent_dark: str, corner: int) -> str:
    """The whole sheet; colours are `#rrggbb`."""
    context = {
        "accent": accent,
        "on_accent": ink_on(accent),
        "accent_dark": accent_dark,
        "on_accent_dark": ink_on(accent_dark),
        "corner": corner,
    }
    return _house() + render_to_string("funnel/theme.css", context)


def steps_name() -> str:
    """The sheet of all that comes after the first screen; the same for every funnel."""
    return f"steps-{hashlib.sha256(steps_sheet().encode()).hexdigest()[:8]}"


@lru_cache(maxsize=1)
def steps_sheet() -> str:
    return "".join(_text(name) for name in STEPS)


@lru_cache(maxsize=1)
def _house() -> str:
    return _text("public")


def _text(name: str) -> str:
    found = finders.find(f"css/{name}.css")
    assert isinstance(found, str)
    return Path(found).read_text()
