from __future__ import annotations

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from funnel.journey.radar import WIDTH, Point, label_boxes, number_boxes, radar

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=16
)
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=3, max_size=8)


@given(NAMES)
def test_labels_never_meet_and_never_leave_the_drawing(names: list[str]) -> None:
    for boxes in (label_boxes(names), number_boxes(len(names))):
        for number, box in enumerate(boxes):
            assert box.left >= -WIDTH / 2 - 0.01
            assert box.left + box.width <= WIDTH / 2 + 0.01
            assert not any(box.meets(other) for other in boxes[number + 1 :])


@given(NAMES)
def test_labels_say_the_whole_name_or_its_number(names: list[str]) -> None:
    drawn = radar(names, [50] * len(names))
    assert drawn is not None
    said = " ".join(line.text for line in drawn.labels)
    numbers = " ".join(str(number + 1) for number in range(len(names)))
    assert said == (numbers if drawn.is_numbered else " ".join(" ".join(names).split()))


@given(st.lists(st.integers(0, 100), min_size=3, max_size=8))
def test_points_lie_as_far_out_as_their_percent(percents: list[int]) -> None:
    drawn = radar(["Topic"] * len(percents), percents)
    assert drawn is not None
    for dot, end, percent in zip(drawn.dots, drawn.axes, percents, strict=True):
        whole = distance(drawn.middle, end)
        assert abs(distance(drawn.middle, dot) - whole * percent / 100) < 0.2
    points = [point for ring in drawn.rings for point in ring.split()]
    for x, y in (point.split(",") for point in [*points, *drawn.shape.split()]):
        assert 0 <= float(x) <= drawn.width
        assert 0 <= float(y) <= drawn.height


def test_too_few_or_too_many_topics_are_not_drawn() -> None:
    drawn = [bool(radar(["Topic"] * count, [50] * count)) for count in range(11)]
    assert drawn == [False] * 3 + [True] * 6 + [False] * 2


def test_short_names_stand_beside_their_axes() -> None:
    drawn = radar(["Pricing", "Invoicing", "Reserves"], [34, 71, 52])
    assert drawn is not None
    assert [line.text for line in drawn.labels] == ["Pricing", "Invoicing", "Reserves"]
    assert (drawn.is_numbered, drawn.middle.x) == (False, "170.0")


def distance(one: Point, other: Point) -> float:
    return hypot(float(one.x) - float(other.x), float(one.y) - float(other.y))
