"""Readable ink for any colour a marketer picks."""

from __future__ import annotations

WHITE, NIGHT, BLACK = "#ffffff", "#0b120f", "#000000"
# What words need on their ground (WCAG 2.2, 1.4.3).
WORDS = 4.5


def ink_on(background: str) -> str:
    """White or near-black, whichever contrasts more with `#rrggbb`; black where neither reads."""
    best = max((WHITE, NIGHT), key=lambda ink: contrast(ink, background))
    return best if contrast(best, background) >= WORDS else BLACK


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
