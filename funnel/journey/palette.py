"""All colours of a page from the one behind it, each readable on it whatever a marketer picks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from funnel.journey.colour import NIGHT, WHITE, contrast

# WCAG 2.2: 1.4.3 for words, 1.4.11 for the edges of fields.
WORDS, EDGES = 4.5, 3.0
_BLACK = "#000000"
_ALARMS = ("#a3260f", "#ff9d87")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`; `scheme` is how the browser draws its own parts."""

    paper: str
    surface: str
    line: str
    edge: str
    ink: str
    muted: str
    alarm: str
    scheme: str


def palette(background: str) -> Palette:
    ink = next(
        (each for each in (NIGHT, WHITE) if contrast(each, background) >= WORDS + 1),
        max((_BLACK, WHITE), key=lambda each: contrast(each, background)),
    )
    is_light = ink != WHITE
    raised = mix(WHITE, background, 0.7 if is_light else 0.06)
    surface = raised if contrast(ink, raised) >= WORDS else background
    grounds = (background, surface)
    return Palette(
        paper=background,
        surface=surface,
        line=mix(ink, background, 0.16),
        edge=_first(EDGES, grounds, _mixes(ink, background, (0.5, 0.6, 0.75)), ink),
        ink=ink,
        muted=_first(WORDS, grounds, _mixes(ink, background, (0.7, 0.8, 0.9)), ink),
        alarm=_first(WORDS, grounds, _ALARMS, ink),
        scheme="light" if is_light else "dark",
    )


def mix(one: str, other: str, share: float) -> str:
    """`share` of the one and the rest of the other."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _mixes(ink: str, background: str, shares: Iterable[float]) -> list[str]:
    return [mix(ink, background, share) for share in shares]


def _first(least: float, grounds: tuple[str, str], found: Iterable[str], otherwise: str) -> str:
    """The first that contrasts enough with both grounds."""
    return next(
        (each for each in found if all(contrast(each, ground) >= least for ground in grounds)),
        otherwise,
    )
