from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.document import FunnelDocument
from funnel.publishing.saying_changes import Line, say_changes
from tests.funnel.factories import (
    GONE,
    document_from,
    edited,
    make_rich_document,
    rich_document,
)
from tests.funnel.publishing.test_comparing import LISTS, VALUES, shuffled
from tests.laws import cases

RICH = make_rich_document()
QUIZ = "steps[0].quiz"


def changed(*edits: tuple[str, object]) -> tuple[Line, ...]:
    return say_changes(RICH, document_from(edited(rich_document(), *edits)))


def words(*edits: tuple[str, object]) -> list[str]:
    return [line.words for line in changed(*edits)]


def test_reworded_questions_are_counted_and_unfold() -> None:
    [line] = changed((f"{QUIZ}.questions[0].text", "How?"), (f"{QUIZ}.questions[1].text", "When?"))

    assert (line.words, line.names) == ("2 questions reworded", ("“How?”", "“When?”"))
    [first, _second] = line.details
    assert first.what == "Question “How?”: the text"
    assert "".join(run.text for run in first.before) == "What about your rate?"
    assert "".join(run.text for run in first.after) == "How?"


def test_a_share_that_a_result_needs_is_said_in_percent() -> None:
    scorecard = (
        (f"{QUIZ}.scoring", "scorecard"),
        (f"{QUIZ}.outcome_by", "tier"),
        (f"{QUIZ}.outcomes[1].at_least", 30),
    )
    before = document_from(edited(rich_document(), *scorecard))
    after = document_from(edited(rich_document(), *scorecard, (f"{QUIZ}.outcomes[1].at_least", 40)))

    [line] = say_changes(before, after)

    assert line.words == "Result “The planner” now needs 40 %"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([("sequences[0].messages[1]", GONE)], ["1 mail removed"]),
        (
            [("sequences[0].messages[1].delay.days", 3)],
            ["Mail “Second: yes” now comes after 3 days, at 09:30"],
        ),
        ([(f"{QUIZ}.questions[0].choices[0].go_to", "raise")], None),
        ([(f"{QUIZ}.questions[1].show_if", GONE)], ["1 question under another condition"]),
        ([(f"{QUIZ}.questions[0].choices[0].points", {})], ["1 answer with other points"]),
        ([("steps[8].offer.price", "100 €")], ["1 step reworded"]),
        ([("steps[8].offer.min_depth", 5)], ["1 step changed"]),
        ([("hook.text", "Hello?"), ("name", "Hi")], ["The first screen reworded"]),
        ([("theme.accent", "#000000"), ("theme.corner", 1)], ["The look changed"]),
        ([("double_opt_in", True)], ["Settings changed"]),
        ([("series_rules[1].outcome", "discounter")], ["Who gets which mails changed"]),
        ([("translations", {"es": {"name": "Hola"}})], ["Spanish added"]),
    ],
)
def test_what_changed_in_words(edits: list[tuple[str, object]], said: list[str] | None) -> None:
    said = said or ["Answer “It stayed: für immer” now leads to “What about your raise?”"]
    assert words(*edits) == said


def test_a_step_that_moved_says_where_it_went() -> None:
    steps = rich_document()["steps"]
    moved = document_from({**rich_document(), "steps": [*steps[:3], steps[-1], *steps[3:-1]]})

    [line] = say_changes(RICH, moved)

    assert line.words == "Offer “Raise it together” moved before Checklist “Raise it”"


@cases(40)
@given(st.lists(st.sampled_from(VALUES), unique_by=lambda value: value[0]))
def test_every_change_is_said_and_nothing_else(values: list[tuple[str, object, str]]) -> None:
    lines = changed(*((path, value) for path, value, _field in values))

    assert sum(len(line.details) for line in lines) == len(values)
    assert all(line.words for line in lines)


@cases(40)
@given(st.sampled_from(LISTS), st.randoms(use_true_random=False))
def test_lines_are_empty_exactly_for_equal_documents(path: str, chance: object) -> None:
    other: FunnelDocument = shuffled(edited(rich_document()), path, chance)  # type: ignore[arg-type]  # a Random
    assert bool(say_changes(RICH, other)) == (other != RICH)
