from __future__ import annotations

import pytest

from leads.activity import ledgers_of, record_acts
from leads.story import Moment, Story, tell
from leads.warmth import score
from tests.leads.factories import NOW, ago, make_act, make_lead

pytestmark = pytest.mark.django_db


def _told(*acts: object) -> Story:
    lead = make_lead()
    record_acts(lead=lead, acts=list(acts), now=NOW)  # type: ignore[arg-type]  # acts of make_act
    ledger = ledgers_of([lead.pk]).get(lead.pk, [])
    return tell(ledger, score(ledger, NOW))


def test_tell_is_newest_first_with_the_points_of_the_day_and_mails_apart() -> None:
    story = _told(
        make_act("gift", at=ago(days=14), label="Kept the checklist"),
        make_act(at=ago(days=13), label="Mail 1", kind="mail"),
        make_act("offer_pressed", at=ago(days=1), label="Pressed the button"),
        make_act(at=ago(days=2), label="Read a page"),
    )
    assert story.moments == [
        Moment("Pressed the button", ago(days=1), 18),
        Moment("Read a page", ago(days=2), 0),
        Moment("Kept the checklist", ago(days=14), 8),
    ]
    assert story.mails == [Moment("Mail 1", ago(days=13), 0)]


def test_tell_makes_one_line_of_a_walk_through_a_quiz() -> None:
    answers = [
        make_act("quiz_answer", subject=f"1/quiz/{number}", at=ago(minutes=9 - number), visit_id=1)
        for number in range(3)
    ]
    assert _told(*answers).moments == [Moment("Answered 3 questions", ago(minutes=7), 3)]
    finish = make_act("quiz_finished", subject="2/quiz", label="Finished", at=ago(minutes=1))
    one = make_act("quiz_answer", subject="2/quiz/a", at=ago(minutes=2))
    assert _told(one, finish).moments == [
        Moment("Finished", ago(minutes=1), 10),
        Moment("Answered 1 question", ago(minutes=2), 0),
    ]


def test_tell_gives_points_to_the_highest_level_only() -> None:
    story = _told(
        make_act("video_50", subject="1/video", label="Watched half", at=ago(minutes=5)),
        make_act("video_75", subject="1/video", label="Watched most", at=ago(minutes=4)),
    )
    assert [(moment.label, moment.points) for moment in story.moments] == [
        ("Watched most", 10),
        ("Watched half", 0),
    ]


def test_tell_stops_after_a_hundred_moments() -> None:
    story = _told(*[make_act(label=f"Moment {number}") for number in range(103)])
    assert (len(story.moments), story.earlier_count) == (100, 3)
