from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.admin_forms.answers import AnswersError, read_answers
from tests.laws import cases

FEAR = {"key": "fear", "label": "Fear"}
TIME = {"key": "time", "label": "No time"}
LINES = st.lists(st.text("abc ", min_size=1).map(str.strip).filter(bool), max_size=5, unique=True)


def keys(text: str) -> list[str]:
    return [each["key"] for each in read_answers(text, [FEAR, TIME])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fear\nNo time", ["fear", "time"]),
        ("No time\nFear", ["time", "fear"]),
        ("Fear of it\nNo time", ["fear", "time"]),
        ("Fear\nSomething new\nNo time", ["fear", "answer", "time"]),
        ("No time", ["time"]),
        ("", []),
    ],
)
def test_an_answer_keeps_its_key_while_it_is_reworded_or_sorted(
    text: str, expected: list[str]
) -> None:
    assert keys(text) == expected


def test_too_many_and_too_long_answers_are_refused_in_a_sentence() -> None:
    with pytest.raises(AnswersError, match="at most 5 answers"):
        read_answers("a\nb\nc\nd\ne\nf", [])
    with pytest.raises(AnswersError, match="at most 300 characters"):
        read_answers("x" * 301, [])


@given(LINES, LINES)
@cases(100)
def test_keys_are_unique_and_the_same_lines_again_change_nothing(
    before: list[str], after: list[str]
) -> None:
    first = read_answers("\n".join(before), [])
    second = read_answers("\n".join(after), first)
    assert len({each["key"] for each in second}) == len(second)
    assert [each["label"] for each in second] == after
    assert read_answers("\n".join(after), second) == second
