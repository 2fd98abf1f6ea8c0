"""Three to eight topics as a radar: plain geometry for the template that writes the SVG.

Coordinates are texts, because templates write decimals the way the visitor's language does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

FEWEST, MOST = 3, 8
WIDTH = 340
# Names need room beside the drawing, numbers hardly any.
_RADIUS, _RADIUS_WITH_NUMBERS, _GAP = 92, 122, 9
_FONT, _LINE = 13, 16
_NUMBER = 20
_MOST_LINES = 3
_RINGS = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Box:
    """Room for a label; its text is set in lines around `x`, its middle."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    def meets(self, other: Box) -> bool:
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Radar:
    """`is_numbered`: the names had no room, so the axes carry the numbers of the list below."""

    width: int
    height: int
    middle: Point
    rings: tuple[str, ...]
    axes: tuple[Point, ...]
    shape: str
    dots: tuple[Point, ...]
    labels: tuple[Line, ...]
    is_numbered: bool


def radar(names: Sequence[str], percents: Sequence[int]) -> Radar | None:
    """The drawing; None for fewer than three topics or more than eight. Percents are 0..100."""
    count = len(names)
    if not FEWEST <= count <= MOST:
        return None
    boxes = label_boxes(names)
    found = boxes or number_boxes(count)
    radius = _RADIUS if boxes else _RADIUS_WITH_NUMBERS
    top = min(box.top for box in found) - 2
    bottom = max(box.top + box.height for box in found) + 2

    def at(number: int, percent: float) -> Point:
        x, y = _direction(number, count)
        return _point(x * radius * percent / 100, y * radius * percent / 100, top)

    def outline(shares: Iterable[int]) -> str:
        return " ".join(
            f"{point.x},{point.y}" for point in (at(i, share) for i, share in enumerate(shares))
        )

    return Radar(
        width=WIDTH,
        height=round(bottom - top),
        middle=_point(0, 0, top),
        rings=tuple(outline([ring] * count) for ring in _RINGS),
        axes=tuple(at(i, 100) for i in range(count)),
        shape=outline(percents),
        dots=tuple(at(i, share) for i, share in enumerate(percents)),
        labels=tuple(line for box in found for line in _lines(box, top)),
        is_numbered=not boxes,
    )


def label_boxes(names: Sequence[str]) -> list[Box]:
    """A box per name beside its axis; none at all when one has no room or two would meet."""
    boxes = [_box(name, _direction(i, len(names))) for i, name in enumerate(names)]
    found = [box for box in boxes if box is not None]
    is_clear = not any(one.meets(other) for i, one in enumerate(found) for other in found[i + 1 :])
    return found if is_clear and len(found) == len(names) else []


def number_boxes(count: int) -> list[Box]:
    """Numbers instead of names; these always have room."""
    far = _RADIUS_WITH_NUMBERS + _GAP + _NUMBER / 2
    return [
        Box((str(i + 1),), far * x, far * y, _NUMBER, _NUMBER)
        for i, (x, y) in enumerate(_direction(i, count) for i in range(count))
    ]


def _direction(number: int, count: int) -> tuple[float, float]:
    """The axes go clockwise from the top."""
    turn = 2 * pi * number / count
    return round(sin(turn), 9), round(-cos(turn), 9)


def _box(name: str, way: tuple[float, float]) -> Box | None:
    x, y = way
    is_beside = abs(x) > 0.1
    near = (_RADIUS + _GAP) * abs(x)
    room = WIDTH / 2 - near if is_beside else WIDTH * 0.4
    lines = _wrapped(name, room)
    if lines is None:
        return None
    width, height = max(map(_width, lines)), _LINE * len(lines)
    side = (1 if x > 0 else -1) if is_beside else 0
    return Box(
        lines,
        (_RADIUS + _GAP) * x + side * width / 2,
        (_RADIUS + _GAP) * y + y * height / 2,
        width,
        height,
    )


def _wrapped(name: str, room: float) -> tuple[str, ...] | None:
    """The name in up to three lines; None when a word or the whole has no room."""
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    has_room = 0 < len(lines) <= _MOST_LINES and all(_width(line) <= room for line in lines)
    return tuple(lines) if has_room else None


def _width(text: str) -> float:
    """Rather too wide than too narrow: the visitor's font is not ours to know."""
    return _FONT * sum(_em(char) for char in text)


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1.05
    if char in "mwMW@%&—":
        return 1.0
    if char in "iIjl.,;:'|!()":
        return 0.4
    return 0.78 if char.isupper() else 0.64


def _lines(box: Box, top: float) -> Iterable[Line]:
    # The baseline of the first line, then one line below the other.
    first = box.y - _LINE * (len(box.lines) - 1) / 2 + _FONT * 0.35
    for number, text in enumerate(box.lines):
        point = _point(box.x, first + number * _LINE, top)
        yield Line(text, point.x, point.y)


def _point(x: float, y: float, top: float) -> Point:
    return Point(f"{WIDTH / 2 + x:.1f}", f"{y - top:.1f}")
