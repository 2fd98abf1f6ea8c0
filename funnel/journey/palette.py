"""All colours of a page from the one behind it, each readable on it whatever a marketer picks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from funnel.journey.colour import BLACK, NIGHT, WHITE, WORDS, contrast, ink_on

# WCAG 2.2, 1.4.11: the edges of fields and buttons.
EDGES = 3.0
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


@dataclass(frozen=True, slots=True)
class Tint:
    """What a page does with its accent: buttons, the same under a pointer, grounds, words."""

    accent: str
    on_accent: str
    over: str
    soft: str
    words: str


# The house's own, as public.css has them.
DAY = Palette(
    paper="#fbfaf7",
    surface="#ffffff",
    line="#dedfd9",
    edge="#868d87",
    ink="#1b1f1d",
    muted="#59605c",
    alarm="#a3260f",
    scheme="light",
)
DUSK = Palette(
    paper="#141715",
    surface="#1d211f",
    line="#363d39",
    edge="#7d8781",
    ink="#eef1ee",
    muted="#a6aea9",
    alarm="#ff9d87",
    scheme="dark",
)


def tint(accent: str, page: Palette) -> Tint:
    """The words are the accent itself where that reads, else as much of it as does."""
    on_accent = ink_on(accent)
    shares = (0.14 if page.scheme == "dark" else 0.09, 0.05, 0.02, 0)
    soft = next(
        each
        for each in _mixes(accent, page.paper, shares)
        if min(contrast(ink, each) for ink in (page.ink, page.muted)) >= WORDS
    )
    words = _mixes(accent, page.ink, (1, 0.85, 0.7, 0.55, 0.4, 0.25))
    return Tint(
        accent=accent,
        on_accent=on_accent,
        over=mix(BLACK if on_accent == WHITE else WHITE, accent, 0.12),
        soft=soft,
        words=_first(WORDS, (page.paper, page.surface, soft), words, page.ink),
    )


def palette(background: str) -> Palette:
    ink = next(
        (each for each in (NIGHT, WHITE) if contrast(each, background) >= WORDS + 1),
        max((BLACK, WHITE), key=lambda each: contrast(each, background)),
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


def _mixes(one: str, other: str, shares: Iterable[float]) -> list[str]:
    return [mix(one, other, share) for share in shares]


def _first(least: float, grounds: tuple[str, ...], found: Iterable[str], otherwise: str) -> str:
    """The first that contrasts enough with all grounds."""
    return next(
        (each for each in found if all(contrast(each, ground) >= least for ground in grounds)),
        otherwise,
    )
