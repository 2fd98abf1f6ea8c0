"""The style sheets of a funnel's pages: the first screen's with the theme behind it, the rest's.

One request for the first screen, which has a budget; the rest comes with the first press.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from pydantic import ValidationError

from funnel.document import ThemeDoc
from funnel.journey.palette import DAY, DUSK, palette, tint
from quizzes.document import ImageDoc

# Sheets of single kinds of step, read together once somebody has begun.
STEPS = ("result", "gifts", "gate", "offer", "series", "trying")

# Families that phones and desks have already: nothing is loaded for them.
FONTS = {
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
    "geometric": 'Avenir, Montserrat, Corbel, "URW Gothic", source-sans-pro, sans-serif',
    "serif": '"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, Georgia, serif',
    "slab": 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
    "rounded": 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari, sans-serif',
}
_USUAL = ("0", "0", "system")
# A theme whose sheet goes through all that a sheet is made of.
_EVERYTHING = ThemeDoc(background="#fff7e6", background_dark="#101820", font="serif")


def sheet_name(theme: ThemeDoc) -> str:
    """Names the content: the house's sheet by its hash, then the theme's values."""
    name = f"{_mark()}-{theme.accent[1:]}-{theme.accent_dark[1:]}-{theme.corner}"
    own = (theme.background[1:] or "0", theme.background_dark[1:] or "0", theme.font)
    return name if own == _USUAL else "-".join((name, *own))


def theme_of(name: str) -> ThemeDoc | None:
    """The values that the name of a sheet holds; None where they are no theme."""
    _, accent, accent_dark, corner, *own = name.split("-")
    background, background_dark, font = own or _USUAL
    values = {
        "accent": f"#{accent}",
        "accent_dark": f"#{accent_dark}",
        "corner": int(corner),
        "background": "" if background == "0" else f"#{background}",
        "background_dark": "" if background_dark == "0" else f"#{background_dark}",
        "font": font,
    }
    try:
        return ThemeDoc.model_validate(values)
    except ValidationError:
        return None


@lru_cache(maxsize=64)
def sheet(theme: ThemeDoc) -> str:
    """The whole sheet."""
    day = palette(theme.background) if theme.background else DAY
    night = palette(theme.background_dark) if theme.background_dark else DUSK
    context = {
        "theme": theme,
        "day": day,
        "night": night,
        "on_day": tint(theme.accent, day),
        "on_night": tint(theme.accent_dark, night),
        "font": FONTS.get(theme.font, ""),
    }
    return _house() + render_to_string("funnel/theme.css", context)


@lru_cache(maxsize=1)
def _mark() -> str:
    """Changes with the house's sheet and with what a theme makes of it."""
    parts = (sheet(_EVERYTHING), *FONTS.values())
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:8]


def shown(image: ImageDoc | None, files: Mapping[str, str]) -> dict[str, str] | None:
    """A logo or picture as the templates show it; None where there is none."""
    if image is None or image.sha256 not in files:
        return None
    return {"url": default_storage.url(files[image.sha256]), "alt": image.alt}


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
