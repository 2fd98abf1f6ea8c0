"""Links and marks: ours are read, nobody else's, and none for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from funnel.trying.tokens import (
    LINK_LASTS,
    MARK_LASTS,
    Pass,
    address_mark,
    carried_pass,
    is_mark,
    is_staff,
    new_mark,
    read_pass,
    sign_pass,
)
from tests.laws import cases

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_pass(publication_id: int | None = 12) -> Pass:
    return Pass(7, 3, publication_id, address_mark("mara@example.com"))


def test_a_link_says_what_it_allows_for_a_day_and_no_address() -> None:
    with time_machine.travel(NOW, tick=False):
        token = sign_pass(a_pass())
        assert read_pass(token) == a_pass()
        assert read_pass(sign_pass(a_pass(None))) == a_pass(None)
    assert "mara" not in token
    assert "mara" not in str(signing.loads(token, salt="funnel.trying.link"))
    with time_machine.travel(NOW + LINK_LASTS + SECOND, tick=False):
        assert read_pass(token) is None
        assert carried_pass({"try": token}) == {}
        assert read_pass(token, max_age=None) == a_pass(), "a walk that has begun goes on"


def test_a_mark_is_good_for_ninety_days() -> None:
    with time_machine.travel(NOW, tick=False):
        mark = new_mark()
        assert (is_mark(mark), is_staff({"seen": mark}), is_staff({"seen": "1"})) == (
            True,
            True,
            False,
        )
    with time_machine.travel(NOW + MARK_LASTS + SECOND, tick=False):
        assert is_mark(mark) is False


def test_a_mark_is_no_link_and_a_link_no_mark() -> None:
    assert read_pass(new_mark()) is None
    assert is_mark(sign_pass(a_pass())) is False


@cases(100)
@given(st.text(max_size=400), st.integers(0, 200))
def test_what_was_not_signed_here_is_nothing(text: str, place: int) -> None:
    assert (read_pass(text), is_mark(text), is_staff({"try": text, "seen": text})) == (
        None,
        False,
        False,
    )
    token = sign_pass(a_pass())
    at = place % (len(token) - 1)
    changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    assert read_pass(changed) is None
