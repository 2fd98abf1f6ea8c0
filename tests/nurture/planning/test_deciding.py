from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.models import Enrollment
from nurture.planning.deciding import (
    WAITED,
    Decision,
    Finish,
    Leave,
    PassOver,
    Wait,
    Write,
    decide,
)
from nurture.planning.versions import SeriesContent, ThemeColours
from quizzes.conditions import DidOneOf, Facts
from tests.laws import cases
from tests.leads.factories import NOW
from tests.nurture.planning.series import mail, series

TOOK_IT = DidOneOf(fact="did", any_of=("offer",))
DAY = timedelta(days=1)


def decided(
    *conditions: str,
    position: int = 0,
    written: frozenset[str] = frozenset(),
    did: frozenset[str] = frozenset(),
    since: datetime | None = None,
    now: datetime = NOW,
    way_out: Enrollment.Exit | None = None,
) -> Decision:
    """A series of mails 0, 1, 2 … of which each is free, or skipped or waits without the offer."""
    mails = [
        mail(str(number))
        if kind == "free"
        else mail(str(number), show_if=TOOK_IT, if_unmet=kind, wait_days=3)
        for number, kind in enumerate(conditions)
    ]
    content = SeriesContent(
        sequence=series(*mails), theme=ThemeColours(), time_zone="UTC", language="en"
    )
    return decide(
        content,
        position=position,
        way_out=way_out,
        facts=Facts(did=did),
        written=written,
        now=now,
        waiting_since=since,
    )


def test_decide_says_one_of_five() -> None:
    assert decided("free") == Write(0)
    assert decided("skip", "free") == PassOver(0)
    assert decided("skip", did=frozenset({"offer"})) == Write(0)
    assert decided("free", "free", written=frozenset("0")) == Write(1)
    assert decided("free", position=1) == Finish()
    assert decided("free", way_out=Enrollment.Exit.WON) == Leave(Enrollment.Exit.WON)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (None, Wait(0, NOW + 3 * DAY)),
        (NOW - 2 * DAY, Wait(0, NOW + DAY)),
        (NOW - 3 * DAY, PassOver(0, WAITED)),
        (NOW - 30 * DAY, PassOver(0, WAITED)),
    ],
)
def test_decide_waits_for_a_condition_so_long(since: datetime | None, expected: Decision) -> None:
    assert decided("wait", "free", since=since) == expected
    assert decided("wait", since=since, did=frozenset({"offer"})) == Write(0)


@given(
    st.lists(st.sampled_from(["free", "skip", "wait"]), min_size=1, max_size=6),
    st.integers(0, 6),
    st.frozensets(st.sampled_from("012345")),
    st.booleans(),
)
@cases(100)
def test_decide_never_writes_twice_nor_back(
    conditions: list[str], position: int, written: frozenset[str], took: bool
) -> None:
    did = frozenset({"offer"} if took else ())
    match decided(*conditions, position=position, written=written, did=did):
        case Write(index) | PassOver(index) | Wait(index):
            assert index >= position
            assert str(index) not in written
            between = {str(each) for each in range(position, index)}
            assert between <= written
        case Finish():
            left = {str(each) for each in range(position, len(conditions))}
            assert left <= written
