"""What a poll shows after the tap: figures from enough people, and a kind word before."""

from __future__ import annotations

import re

import pytest

from funnel.models import Answer, Publication, Visit
from tests.funnel.factories import NOW, Data, document_from, make_publication, plain_document
from tests.funnel.journey.kinds_document import questions
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db


def polling(kind: str) -> Publication:
    data = plain_document()
    found: list[Data] = [each for each in questions(is_optional=True) if each["kind"] == kind]
    asked = [{**each, "image": None, "key": "mood"} for each in found]
    for each in asked:
        if "choices" in each:
            each["choices"] = [{**c, "points": {}} for c in each["choices"]]
        if kind == "picture":
            each["kind"] = "single"
            each["choices"] = [{**c, "image": None} for c in each["choices"]]
    poll = {
        "key": "poll",
        "kind": "poll",
        "invite": "One tap",
        "show_from": 4,
        "quiz": {"scoring": "none", "questions": asked},
    }
    steps = [poll, *data["steps"][-2:]]
    steps[1]["mail"]["button"]["target"] = "resume"
    return make_publication(
        document_from({**data, "steps": steps, "sequences": [], "series_rules": []})
    )


def others(visit: Visit, *values: list[str], first: int = 0) -> None:
    for number, each in enumerate(values, start=first):
        other = Visit.objects.create(
            start_key=f"other {number}",
            funnel=visit.funnel,
            publication=visit.publication,
            started_at=NOW,
            last_act_at=NOW,
            at_step="poll",
        )
        Answer.objects.create(
            visit=other, step_key="poll", question_key="mood", values=each, answered_at=NOW
        )


@pytest.mark.parametrize(
    ("kind", "mine", "theirs"),
    [
        ("single", "guess", "list"),
        ("yes_no", "no", "yes"),
        ("picture", "noon", "evening"),
        ("scale", "7", "0"),
    ],
)
def test_poll_shows_figures_from_enough_people_only(kind: str, mine: str, theirs: str) -> None:
    visitor = Visitor(polling(kind)).land().answer(mine)
    assert visitor.screen == "poll"
    assert "You are the first to answer" in visitor.html
    assert "%" not in visitor.html.partition("<h1")[2].partition("</main>")[0]

    others(visitor.visit, [theirs], [])
    visitor.look(visitor.at("poll"))
    assert "You are one of the first to answer" in visitor.html, "a skip is no voice"

    for row in Answer.objects.filter(values=[]):
        row.values = [theirs]
        row.save()
    others(visitor.visit, [theirs], first=2)
    visitor.look(visitor.at("poll"))
    assert "4 people have answered" in visitor.html
    percents = [int(each) for each in re.findall(r"<strong>(\d+) %", visitor.html)]
    assert sum(percents) == 100
    assert sorted(percents)[-2:] == [25, 75]


def test_skipped_poll_has_no_answer_of_mine() -> None:
    visitor = Visitor(polling("yes_no")).land().press(act="skip")
    assert visitor.screen == "poll"
    assert "your answer" not in visitor.html
