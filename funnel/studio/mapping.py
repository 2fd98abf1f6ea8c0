"""The map of a quiz that branches: boxes in layers, arrows between them. Plain geometry.

Answers only ever lead forward, so the layer of a question is its longest way from the first one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.branching import place_of
from quizzes.document import QuestionDoc, QuizDoc

_WIDTH, _HEIGHT = 220, 64
_ASIDE, _BELOW = 28, 52
_EDGE = 12
# Room beside the boxes for an arrow that passes over layers, with its words.
_LANE = 150


@dataclass(frozen=True, slots=True)
class Box:
    """`number` counts questions from 1; the end has the number after the last. `is_sometimes`:
    it has a condition."""

    number: int
    words: str
    x: int
    y: int
    is_sometimes: bool = False
    is_end: bool = False

    width: int = _WIDTH
    height: int = _HEIGHT

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def foot(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to a later one by their numbers. `words` is the answer that jumps, '' for the
    usual way; `is_bypass` leads past a question that is not always shown."""

    start: int
    end: int
    words: str
    is_bypass: bool
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Map:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def jumps(self) -> tuple[Arrow, ...]:
        return tuple(arrow for arrow in self.arrows if arrow.words)


@dataclass(frozen=True, slots=True)
class _Edge:
    start: int
    end: int
    words: str = ""
    is_bypass: bool = False


def branches(quiz: QuizDoc) -> bool:
    """Whether there is more than one way through."""
    return any(
        question.show_if is not None or any(choice.go_to for choice in question.options)
        for question in quiz.questions
    )


def map_of(quiz: QuizDoc, end: str) -> Map:
    """`end` are the words on the last box."""
    edges = list(dict.fromkeys(_edges(quiz)))
    places = _places(len(quiz.questions) + 1, edges)
    widest = max(len(row) for row in places)
    across = widest * (_WIDTH + _ASIDE) - _ASIDE + 2 * _EDGE
    boxes: dict[int, Box] = {}
    for layer, row in enumerate(places):
        begin = (across - (len(row) * (_WIDTH + _ASIDE) - _ASIDE)) // 2
        for order, index in enumerate(row):
            x, y = begin + order * (_WIDTH + _ASIDE), _EDGE + layer * (_HEIGHT + _BELOW)
            boxes[index] = _box(quiz, index, end, x, y)
    layers = {index: layer for layer, row in enumerate(places) for index in row}
    arrows, lanes = [], 0
    for edge in edges:
        is_long = layers[edge.end] - layers[edge.start] > 1
        arrows.append(_arrow(edge, boxes, across + _LANE * lanes if is_long else None))
        lanes += is_long
    height = 2 * _EDGE + len(places) * (_HEIGHT + _BELOW) - _BELOW
    return Map(
        across + _LANE * lanes, height, tuple(boxes[at] for at in sorted(boxes)), tuple(arrows)
    )


def _edges(quiz: QuizDoc) -> Iterator[_Edge]:
    for index, question in enumerate(quiz.questions):
        for choice in question.options:
            if choice.go_to:
                yield from _arrivals(quiz, index, place_of(quiz, choice.go_to, index), choice.text)
        if _goes_on(question):
            yield from _arrivals(quiz, index, index + 1, "")


def _goes_on(question: QuestionDoc) -> bool:
    jumping = sum(1 for choice in question.options if choice.go_to)
    return question.is_optional or not question.options or jumping < len(question.options)


def _arrivals(quiz: QuizDoc, start: int, end: int, words: str) -> Iterator[_Edge]:
    """Where this leads, and past it for as long as what stands there need not be shown."""
    yield _Edge(start, end, words)
    while end < len(quiz.questions) and quiz.questions[end].show_if is not None:
        end += 1
        yield _Edge(start, end, words, is_bypass=True)


def _places(count: int, edges: list[_Edge]) -> list[list[int]]:
    """The boxes of each layer, beside each other in the order of what leads to them."""
    layers = [0] * count
    before: dict[int, list[int]] = defaultdict(list)
    for edge in sorted(edges, key=lambda each: each.start):
        layers[edge.end] = max(layers[edge.end], layers[edge.start] + 1)
        before[edge.end].append(edge.start)
    rows: list[list[int]] = [[] for _layer in range(max(layers) + 1)]
    for index, layer in enumerate(layers):
        rows[layer].append(index)
    orders: dict[int, int] = {}
    for row in rows:
        row.sort(key=lambda at: (_mean([orders.get(each, 0) for each in before[at]]), at))
        orders |= {index: order for order, index in enumerate(row)}
    return rows


def _mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _box(quiz: QuizDoc, index: int, end: str, x: int, y: int) -> Box:
    if index == len(quiz.questions):
        return Box(index + 1, end, x, y, is_end=True)
    question = quiz.questions[index]
    return Box(index + 1, question.text, x, y, is_sometimes=question.show_if is not None)


def _arrow(edge: _Edge, boxes: dict[int, Box], lane: int | None) -> Arrow:
    """Straight down to the next layer; else out to a lane of its own and back in."""
    start, end = boxes[edge.start], boxes[edge.end]
    if lane is None:
        half = (start.foot + end.y) // 2
        path = (
            f"M{start.middle},{start.foot} C{start.middle},{half}"
            f" {end.middle},{half} {end.middle},{end.y}"
        )
        label = ((start.middle + end.middle) // 2 + 8, half + 4)
    else:
        out, back = start.foot - 14, end.y + 14
        path = f"M{start.x + start.width},{out} H{lane} V{back} H{end.x + end.width}"
        label = (lane + 6, out + 20)
    return Arrow(start.number, end.number, edge.words, edge.is_bypass, path, *label)
