from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from funnel.publishing.word_marks import Run, marked
from tests.laws import cases

TEXTS = st.text("ab \n", max_size=30)


def test_marked_shows_the_words_that_differ() -> None:
    assert marked("How often do you ask?", "How often do they ask?") == (
        (Run("How often do"), Run(" you", is_own=True), Run(" ask?")),
        (Run("How often do"), Run(" they", is_own=True), Run(" ask?")),
    )


@cases(100)
@given(TEXTS, TEXTS)
def test_marked_leaves_nothing_of_a_short_text_out(before: str, after: str) -> None:
    left, right = marked(before, after)
    assert "".join(run.text for run in left) == before
    assert "".join(run.text for run in right) == after
    if before == after:
        assert not any(run.is_own for run in (*left, *right))


def test_marked_cuts_what_is_long_and_the_same() -> None:
    same = " ".join(["word"] * 200)
    left, _right = marked(f"{same} old {same}", f"{same} new {same}")
    assert len("".join(run.text for run in left)) < len(same)
    assert Run(" old", is_own=True) in left
