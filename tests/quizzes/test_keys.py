from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizzes.keys import free_key
from quizzes.models import validate_key


def test_a_key_reads_like_its_text() -> None:
    assert free_key("When did you last raise your price?", taken=(), fallback="question") == (
        "when-did-you-last-raise-your-price"
    )


def test_a_taken_key_gets_a_number() -> None:
    assert free_key("Yes!", taken={"yes", "yes-2"}, fallback="choice") == "yes-3"


def test_text_without_letters_of_ours_falls_back() -> None:
    assert free_key("価格", taken={"question"}, fallback="question") == "question-2"


def test_the_word_end_is_kept_for_jumps() -> None:
    assert free_key("End", taken=(), fallback="question") == "end-2"


@given(st.lists(st.text(max_size=80), max_size=12))
def test_keys_are_valid_and_never_twice(texts: list[str]) -> None:
    taken: set[str] = set()
    for text in texts:
        key = free_key(text, taken=taken, fallback="question")
        validate_key(key)
        assert key not in taken
        taken.add(key)
