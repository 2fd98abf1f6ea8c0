"""What a visit is in words: acts with true times, the story for the desk, words for recall."""

from __future__ import annotations

from datetime import timedelta

import pytest

from funnel.journey.presses import Press
from funnel.journey.pressing import first_press, press
from funnel.journey.reading import visit_record
from funnel.journey.record import Record
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.taken import video_act
from funnel.journey.told import acts, outcome_of, step_name, story, words
from funnel.journey.trail import Screen
from funnel.models import Download
from leads.facts import VisitStory
from quizzes.recall import Words
from tests.funnel.factories import NOW, document_from, make_publication, plain_document
from tests.funnel.journey.visitor import ladder_document

pytestmark = pytest.mark.django_db


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def record() -> Record:
    """Both answers, the result read, the poll answered, one tick, the guide read."""
    visit, _ = start_visit(
        publication=make_publication(ladder_document()),
        key="k",
        arrival=Arrival(source="news", language="en", device="phone"),
        now=NOW,
        was_seen=True,
    )
    first = Press(choices=("a",))
    first_press(visit=visit, is_new=True, screen=Screen("quiz", "rate"), press=first, now=NOW)
    for number, (screen, said) in enumerate(
        [
            (Screen("quiz", "raise"), Press(choices=("b",))),
            (Screen("result"), Press()),
            (Screen("mood", "mood"), Press(choices=("a",))),
            (Screen("mood"), Press()),
            (Screen("list"), Press(ticks=("one",))),
            (Screen("guide"), Press()),
            (Screen("video"), Press(played_seconds=10)),
        ],
        start=1,
    ):
        press(key=visit.key, screen=screen, press=said, now=NOW + minutes(number))
    return visit_record(visit.key)


def test_acts_are_every_small_yes_with_its_true_time(record: Record) -> None:
    told = [
        (act.kind, act.subject, act.label, act.occurred_at, act.points_key, act.effort)
        for act in acts(record, record.trail())
    ]
    at = [NOW + minutes(number) for number in range(8)]
    stayed, rose = "It stayed: für immer", "It: rose"
    assert told == [
        ("quiz", "rates/quiz/rate", f"Answered: {stayed}", at[0], "quiz_answer", 1),
        ("quiz", "rates/quiz/raise", f"Answered: {rose}", at[1], "quiz_answer", 1),
        ("poll", "rates/mood/mood", f"Poll: {stayed}", at[3], "poll", 1),
        ("gift", "rates/list", "Ticked the checklist: Raise it", at[5], "gift", 2),
        ("gift", "rates/guide", "Read the guide: Raise it", at[6], "gift", 2),
        ("quiz", "rates/quiz", "Finished the quiz: The discounter", at[1], "quiz_finished", 0),
    ]


def test_acts_have_keys_that_tell_them_once(record: Record) -> None:
    keys = [act.source_key for act in acts(record, record.trail())]
    pk = record.visit.pk
    assert keys == [
        f"visit:{pk}:{part}"
        for part in ("quiz:rate", "quiz:raise", "mood:mood", "list", "guide", "quiz")
    ]
    assert {act.visit_id for act in acts(record, record.trail())} == {pk}


QUARTER = ("Watched 25 % of the video: Raise it", "", 25, 0)
HALF = ("Watched 50 % of the video: Raise it", "video_50", 50, 3)
MOST = ("Watched 75 % of the video: Raise it", "video_75", 75, 3)
WHOLE = ("Watched the whole video: Raise it", "video_75", 100, 3)


@pytest.mark.parametrize(
    ("percent", "told"),
    [
        *[(0, None), (24, None), (25, QUARTER), (49, QUARTER), (50, HALF), (74, HALF)],
        *[(75, MOST), (96, MOST), (97, WHOLE), (100, WHOLE)],
    ],
)
def test_video_act_is_the_highest_level_reached(
    record: Record, percent: int, told: tuple[str, str, int, int] | None
) -> None:
    step = record.document.step("video")
    assert step is not None
    assert step.kind == "video"
    act = video_act(record, step, Download(percent=percent), NOW)
    if told is None:
        assert act is None
        return
    assert act is not None
    assert (act.label, act.points_key, act.level, act.effort) == told
    assert (act.kind, act.subject) == ("video", "rates/video")
    assert act.source_key == f"visit:{record.visit.pk}:video:{act.level}"


def test_story_has_keys_beside_the_words_as_shown(record: Record) -> None:
    def said(step: str, question: str, choice: str, text: str) -> dict[str, object]:
        asked = f"What about your {question}?"
        return {
            "step": step,
            "question": question,
            "asked": asked,
            "kind": "single",
            "values": [choice],
            "said": text,
        }

    assert story(record, record.trail(), NOW) == VisitStory(
        visit_id=record.visit.pk,
        funnel_id=record.visit.funnel_id,
        funnel_name="What is your hour worth?",
        started_at=NOW,
        updated_at=NOW,
        answers=(
            said("quiz", "rate", "a", "It stayed: für immer"),
            said("quiz", "raise", "b", "It: rose"),
            said("mood", "mood", "a", "It stayed: für immer"),
        ),
        outcome_key="discounter",
        outcome_name="The discounter",
        topics=(
            {"key": "pricing", "name": "Pricing", "percent": 100},
            {"key": "time", "name": "Time", "percent": 0},
        ),
        source="news",
        last_step="So",
        device="phone",
        language="en",
    )


def test_words_recall_what_was_said(record: Record) -> None:
    stayed = "It stayed: für immer"
    assert words(record, record.trail(), first_name="Mara") == Words(
        first_name="Mara",
        result="The discounter",
        answers={"quiz": {"rate": stayed, "raise": "It: rose"}, "mood": {"mood": stayed}},
        topics={"pricing": 100, "time": 0},
        source="news",
    )


def test_outcome_of_a_visit_without_one_is_none(record: Record) -> None:
    record.answers.clear()
    assert outcome_of(record.document, record.trail()) is None


def test_step_names_are_words_for_sales(record: Record) -> None:
    assert [step_name(step) for step in record.document.steps] == [
        *("Quiz", "Result", "Poll", "Raise it", "Raise it", "Raise it", "So", "Where to?"),
        "Raise it together",
    ]


def test_a_private_answer_is_marked_in_the_story_and_not_quoted_in_the_ledger() -> None:
    data = plain_document()
    data["steps"][0]["quiz"]["questions"][0]["is_sensitive"] = True
    visit, _ = start_visit(
        publication=make_publication(document_from(data)),
        key="k",
        arrival=Arrival(source="news", language="en", device="phone"),
        now=NOW,
        was_seen=True,
    )
    question = data["steps"][0]["quiz"]["questions"][0]
    chosen = Press(choices=(question["choices"][0]["key"],))
    screen = Screen(data["steps"][0]["key"], question["key"])
    first_press(visit=visit, is_new=True, screen=screen, press=chosen, now=NOW)
    record = visit_record(visit.key)

    answer = story(record, record.trail(), NOW).answers[0]
    assert (answer["said"], answer["sensitive"]) == (question["choices"][0]["text"], True)
    assert [act.label for act in acts(record, record.trail())] == ["Answered"]
