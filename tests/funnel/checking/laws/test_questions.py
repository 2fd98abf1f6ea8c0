from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import kinds_faults
from tests.funnel.factories import GONE

# The places of the kinds in kinds_document().
RATE, ONE, SOME, LOOK, SURE, HOURS, CITY, WHEN = (
    f"questions[{n}]" for n in (0, 1, 2, 3, 4, 6, 7, 9)
)

QUESTIONS: list[tuple[list[tuple[str, object]], tuple[str, str]]] = [
    (
        [(f"{SURE}.choices[0].key", "ja")],
        (f"{SURE}.choices", "The two choices of a yes_no question have the keys yes and no."),
    ),
    (
        [(f"{LOOK}.choices[1].image", GONE)],
        (
            f"{LOOK}.choices[1].image",
            "Every choice of a picture question shows a picture. Add one, with its alt.",
        ),
    ),
    (
        [(f"{RATE}.first", 1), (f"{RATE}.last", 1)],
        (f"{RATE}.last", "The last number must be above the first."),
    ),
    (
        [(f"{SOME}.max_picks", 1)],
        (f"{SOME}.max_picks", "max_picks is below min_picks, so nobody could answer."),
    ),
    (
        [(f"{SOME}.max_picks", 4)],
        (f"{SOME}.max_picks", "There are only 3 choices. Write at most that."),
    ),
    (
        [(f"{SOME}.max_picks", GONE), (f"{SOME}.min_picks", 4)],
        (f"{SOME}.min_picks", "There are only 3 choices. Write at most that."),
    ),
    (
        [(f"{HOURS}.at_most", 0.5)],
        (f"{HOURS}.at_most", "at_most must be above at_least."),
    ),
    (
        [(f"{HOURS}.at_most", 0.9), (f"{HOURS}.decimals", 0)],
        (
            f"{HOURS}.decimals",
            "With so few decimals no number lies between at_least and at_most.",
        ),
    ),
    (
        [(f"{HOURS}.right", 21.0)],
        (f"{HOURS}.right", "The right number lies outside at_least and at_most."),
    ),
    (
        [(f"{HOURS}.tolerance", 1.0)],
        (f"{HOURS}.tolerance", "Say which number is right, or remove the tolerance."),
    ),
    (
        [(f"{WHEN}.latest", "2025-12-31")],
        (f"{WHEN}.latest", "The latest day is before the earliest."),
    ),
    (
        [(f"{WHEN}.earliest", "2026-02-30")],
        (f"{WHEN}.earliest", "There is no day 2026-02-30 in the calendar."),
    ),
    (
        [(f"{CITY}.accepted", ["Wien", "x" * 41])],
        (
            f"{CITY}.accepted[1]",
            "This is longer than max_length allows, so nobody could write it.",
        ),
    ),
    (
        [(f"{ONE}.choices[1].text", "CHOICE  a")],
        (f"{ONE}.choices[1].text", "choices[0] says the same. Write what tells them apart."),
    ),
]


@pytest.mark.parametrize(("edits", "fault"), QUESTIONS)
def test_every_kind_can_be_answered(
    edits: list[tuple[str, object]], fault: tuple[str, str]
) -> None:
    # A right answer has no place in a calculator, which is said beside it.
    found = [each for each in kinds_faults(*edits) if "right answers" not in each[1]]
    assert found == [fault]


def test_pictures_are_named_for_what_they_are() -> None:
    endings = "This file ends in .jpg or .jpeg or .png or .webp."
    assert kinds_faults(
        (f"{ONE}.image.path", "media/rate.gif"), (f"{LOOK}.choices[0].image.path", "media/x.mp4")
    ) == [(f"{ONE}.image.path", endings), (f"{LOOK}.choices[0].image.path", endings)]
