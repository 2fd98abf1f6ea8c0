from __future__ import annotations

from pathlib import Path

import pytest

from funnel.checking.laws import check_document
from funnel.checking.report import check
from funnel.document import ChecklistStep, GuideStep, OfferStep, QuizStep, ResultStep
from funnel.journey.colour import WORDS, contrast
from funnel.journey.palette import DAY, DUSK
from funnel.starts import gallery
from funnel.starts.gallery import STARTS, Start, found, mail_count, seconds_to_value
from funnel.starts.marks import SLOT
from funnel.starts.questions import KEYS
from funnel.translating import said_in

each_start = pytest.mark.parametrize("start", STARTS, ids=lambda start: start.slug)


def test_every_folder_of_the_gallery_is_a_start() -> None:
    folders = {each.name for each in Path(gallery.__file__).with_suffix("").iterdir()}
    assert {each.slug for each in STARTS} == folders
    assert len(STARTS) >= 8


@each_start
def test_a_start_with_its_example_passes_every_law_and_rule(start: Start) -> None:
    assert set(start.example_answers) == set(KEYS)
    assert check_document(start.example) == []
    assert check(start.example).findings == ()


@each_start
def test_a_start_is_whole(start: Start) -> None:
    document = start.example
    first = document.steps[0]
    assert isinstance(first, QuizStep)
    assert 5 <= len(first.quiz.questions) <= 7
    assert len(first.quiz.outcomes) == 3
    assert {each.kind for each in first.quiz.questions} == {"single"}
    assert max(len(each.options) for each in first.quiz.questions) <= 5
    assert any(isinstance(each, ResultStep) for each in document.steps)
    assert any(isinstance(each, ChecklistStep | GuideStep) for each in document.steps)
    assert isinstance(document.steps[-1], OfferStep)
    assert 4 <= mail_count(document) <= 6
    assert 7 <= len(document.steps) <= 9
    assert seconds_to_value(document) <= 90


@each_start
def test_the_colours_of_a_start_carry_words_by_day_and_at_night(start: Start) -> None:
    theme = start.example.theme
    assert contrast(theme.accent, theme.background or DAY.paper) >= WORDS
    assert contrast(theme.accent_dark, theme.background_dark or DUSK.paper) >= WORDS
    assert contrast(theme.accent, "#ffffff") >= WORDS


def test_the_starts_score_in_different_ways_and_look_different() -> None:
    ways = {each.example.steps[0].model_dump()["quiz"]["scoring"] for each in STARTS}
    assert ways == {"personality", "scorecard", "knowledge", "calculator"}
    assert len({each.example.theme.accent for each in STARTS}) == len(STARTS)
    assert len({each.example.hook.text for each in STARTS}) == len(STARTS)


@each_start
def test_every_answer_is_used_and_no_slot_stands_in_a_tag(start: Start) -> None:
    texts = [each.text for each in said_in(start.document)]
    assert {slot for text in texts for slot in SLOT.findall(text)} == set(KEYS)
    assert [text for text in texts if _has_slot_in_tag(text)] == []


def _has_slot_in_tag(text: str) -> bool:
    """Between { and } an answer could become part of a tag."""
    depth = 0
    for index, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth and text.startswith("[[", index):
            return True
    return False


def test_search_takes_every_word() -> None:
    assert [each.slug for each in found("charities")] == ["non-profit"]
    assert found("charities submarine") == []
    assert found("  ") == list(STARTS)
