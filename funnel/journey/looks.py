"""The one style sheet of a funnel's pages: the house's own with the theme's colours behind it.

One request instead of two, because the first screen has a budget of six.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from funnel.document import ThemeDoc
from funnel.journey.colour import ink_on


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


@lru_cache(maxsize=1)
def _house() -> str:
    return "".join(_text(name) for name in ("public", "result"))


def _text(name: str) -> str:
    found = finders.find(f"css/{name}.css")
    assert isinstance(found, str)
    return Path(found).read_text()
