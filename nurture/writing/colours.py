"""Colours of a mail: the funnel's accent, and letters that can be read on it.

Mail readers know no CSS variables, so rendering writes the values out.
"""

from __future__ import annotations

from dataclasses import dataclass

from nurture.planning.versions import ThemeColours

_DARK_LETTERS, _LIGHT_LETTERS = "#10231b", "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    accent: str
    on_accent: str
    accent_dark: str
    on_accent_dark: str
    corner: int


def palette(theme: ThemeColours) -> Palette:
    return Palette(
        accent=theme.accent,
        on_accent=letters_on(theme.accent),
        accent_dark=theme.accent_dark,
        on_accent_dark=letters_on(theme.accent_dark),
        corner=theme.corner,
    )


def letters_on(colour: str) -> str:
    """Dark or light letters, whichever stands out more on this colour (WCAG 2 contrast)."""
    light = _luminance(colour)
    on_white = (_luminance(_LIGHT_LETTERS) + 0.05) / (light + 0.05)
    on_dark = (light + 0.05) / (_luminance(_DARK_LETTERS) + 0.05)
    return _LIGHT_LETTERS if on_white >= on_dark else _DARK_LETTERS


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
