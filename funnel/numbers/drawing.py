"""The ladder as a chart: plain geometry for the template that writes the SVG.

Two drawings of the same figures, one for a desk and one for a phone; the table below them on the
page holds the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from funnel.numbers.figures import Report, ScreenRow
from leads.shares import ENOUGH

# In the order a bar is read: what went on, what may still go on, what was lost, what was skipped.
PARTS = ("done", "in_progress", "left", "bypassed")
WORDS = {
    "done": gettext_lazy("done"),
    "in_progress": gettext_lazy("still there"),
    "left": gettext_lazy("left here"),
    "bypassed": gettext_lazy("passed over"),
}
_BAR, _THIN, _GAP, _TEXT = 22, 14, 12, 22
# Width of an average letter of the 13 px text, in px; only for cutting labels.
_LETTER = 6.8
_INDENT = 14
_TOP = 6


@dataclass(frozen=True, slots=True)
class Segment:
    part: str
    x: float
    width: float
    number: int
    has_room: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One screen: its label stands above its bar, the number of those who saw it at the right."""

    label: str
    x: float
    y: float
    height: int
    shown: int
    note: str
    segments: tuple[Segment, ...]

    @property
    def text_y(self) -> float:
        return self.y - 7

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Drawing:
    name: str
    width: int
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`headline` says what there is to see; `legend` only the parts that occur."""

    headline: str
    summary: str
    legend: tuple[tuple[str, str], ...]
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """`has_questions`: a quiz whose questions stand below it."""

    label: str
    numbers: dict[str, int]
    is_thin: bool = False
    has_questions: bool = False

    @property
    def shown(self) -> int:
        return sum(self.numbers.values())


def chart(report: Report) -> Chart:
    lines = list(_lines(report))
    used = [part for part in PARTS if any(line.numbers.get(part) for line in lines)]
    return Chart(
        headline=_headline(lines),
        summary="; ".join(_said(line) for line in lines),
        legend=tuple((part, str(WORDS[part])) for part in used),
        drawings=(_drawing("wide", 880, lines), _drawing("narrow", 340, lines)),
    )


def _lines(report: Report) -> Iterator[_Line]:
    totals = report.totals
    yield _Line(_("Landing page"), {"done": totals.starts, "left": totals.views - totals.starts})
    for number, step in enumerate(report.steps, start=1):
        if step.is_former:
            continue
        has_questions = len(step.questions) > 1
        yield _Line(_name(number, step), _numbers(step), has_questions=has_questions)
        if has_questions:
            for question in step.questions:
                yield _Line(question.title, _numbers(question), is_thin=True)


def _name(number: int, step: ScreenRow) -> str:
    words = {"number": number, "kind": step.kind, "title": step.title}
    return (
        _("%(number)s. %(kind)s: %(title)s") if step.title else _("%(number)s. %(kind)s")
    ) % words


def _numbers(row: ScreenRow) -> dict[str, int]:
    return {part: getattr(row.count, part) for part in PARTS}


def _drawing(name: str, width: int, lines: list[_Line]) -> Drawing:
    most = max(line.shown for line in lines) or 1
    bars, y = [], float(_TOP)
    for line in lines:
        y += _TEXT
        bar = _bar(line, y, width, most)
        bars.append(bar)
        y += bar.height + _GAP
    return Drawing(name, width, y, tuple(bars))


def _bar(line: _Line, y: float, width: int, most: int) -> Bar:
    # Labels of questions are set in, bars are not: equal numbers end at the same place.
    x = _INDENT if line.is_thin else 0
    scale = width / most
    segments, at = [], 0.0
    for part in PARTS:
        number = line.numbers.get(part, 0)
        if number:
            wide = number * scale
            room = len(_grouped(number)) * 8 + 8
            has_room = not line.is_thin and wide >= room and part != "in_progress"
            segments.append(Segment(part, round(at, 1), round(wide, 1), number, has_room))
            at += wide
    note = _note(line)
    letters = int((width - x - len(note) * _LETTER - 16) / _LETTER)
    height = _THIN if line.is_thin else _BAR
    return Bar(_cut(line.label, letters), x, y, height, line.shown, note, tuple(segments))


def _note(line: _Line) -> str:
    """The number that matters most, beside the bar: how many left here."""
    left = line.numbers.get("left", 0)
    numbers = {"shown": _grouped(line.shown), "left": _grouped(left)}
    return (_("%(shown)s saw it, %(left)s left") if left else _("%(shown)s saw it")) % numbers


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _headline(lines: list[_Line]) -> str:
    """Where most are lost, once enough came for that to mean something."""
    if lines[0].shown < ENOUGH:
        return _("The way of your visitors so far")
    # A quiz and its questions tell of the same people; the question says where.
    single = [line for line in lines if not line.has_questions]
    worst = max(single, key=lambda line: line.numbers.get("left", 0))
    left = worst.numbers.get("left", 0)
    if not left:
        return _("Nobody was lost on the way")
    return _("Most leave at “%(screen)s”: %(left)s of %(shown)s") % {
        "screen": _cut(worst.label, 60),
        "left": _grouped(left),
        "shown": _grouped(worst.shown),
    }


def _said(line: _Line) -> str:
    """One bar as a sentence: “Landing page: 50 saw it, 40 done, 10 left here”."""
    parts = [
        pgettext("chart", "%(number)s %(what)s") % {"number": _grouped(number), "what": WORDS[part]}
        for part, number in line.numbers.items()
        if number
    ]
    seen = _("%(screen)s: %(shown)s saw it") % {
        "screen": line.label,
        "shown": _grouped(line.shown),
    }
    return pgettext("between the parts of a list", ", ").join([seen, *parts])


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
