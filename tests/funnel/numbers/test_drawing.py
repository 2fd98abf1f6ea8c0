"""The chart's geometry: every bar inside the drawing, every part as wide as its number."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from funnel.numbers.drawing import chart
from funnel.numbers.figures import Report, ScreenCount, ScreenRow, Totals

numbers = st.integers(0, 3000)


@st.composite
def counts(draw: st.DrawFn) -> ScreenCount:
    done, left, in_progress, bypassed = (draw(numbers) for _ in range(4))
    return ScreenCount(
        shown=done + left + in_progress + bypassed,
        done=done,
        left=left,
        in_progress=in_progress,
        bypassed=bypassed,
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    starts = draw(numbers)
    rows = [
        ScreenRow(f"s{number}", "Quiz", draw(st.text(max_size=300)), count)
        for number, count in enumerate(draw(st.lists(counts(), max_size=5)))
    ]
    return Report(Totals(views=starts + draw(numbers), starts=starts), tuple(rows), (), ())


@given(report=reports())
def test_bars_stay_inside_and_are_in_proportion(report: Report) -> None:
    for drawing in chart(report).drawings:
        assert [bar.shown for bar in drawing.bars] == [
            report.totals.views,
            *(row.count.shown for row in report.steps),
        ]
        scales = set()
        for bar in drawing.bars:
            assert bar.y + bar.height <= drawing.height
            assert sum(each.number for each in bar.segments) == bar.shown
            for each in bar.segments:
                assert each.x >= 0
                assert each.x + each.width <= drawing.width + 0.2
                if each.number >= 500:
                    scales.add(round(each.width / each.number, 2))
        assert len(scales) <= 2  # one, up to rounding of the last digit


def test_the_headline_names_where_most_are_lost() -> None:
    quiz = ScreenRow(
        "quiz",
        "Quiz",
        "",
        ScreenCount(shown=40, done=20, left=20),
        (
            ScreenRow("q1", "Question", "What first?", ScreenCount(shown=40, done=40)),
            ScreenRow("q2", "Question", "What next?", ScreenCount(shown=40, done=20, left=20)),
        ),
    )
    found = chart(Report(Totals(views=50, starts=40), (quiz,), (), ()))
    assert found.headline == "Most leave at “What next?”: 20 of 40"
    assert found.legend == (("done", "done"), ("left", "left here"))
    assert found.summary == (
        "Landing page: 50 saw it, 40 done, 10 left here; 1. Quiz: 40 saw it, 20 done, 20 left here;"
        " What first?: 40 saw it, 40 done; What next?: 40 saw it, 20 done, 20 left here"
    )


def test_few_visitors_make_no_headline() -> None:
    found = chart(Report(Totals(views=19, starts=1), (), (), ()))
    assert found.headline == "The way of your visitors so far"


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_drawing_is_the_same_in_every_language(language: str) -> None:
    """SVG knows the point only; a comma in a number makes a browser drop the bar."""
    count = ScreenCount(shown=3000, done=1999, left=700, in_progress=301)
    report = Report(Totals(views=7001, starts=3000), (ScreenRow("a", "Quiz", "", count),), (), ())
    with translation.override(language):
        html = render_to_string("funnel_numbers/_chart.html", {"chart": chart(report)})
    numbers = re.findall(r' (?:x|y|x1|x2|y1|y2|width|height|viewBox)="([^"]*)"', html)
    assert [
        each for each in numbers if not re.fullmatch(r"[0-9]+(\.[0-9]+)?( [0-9.]+)*", each)
    ] == []
    assert any("." in each for each in numbers)
