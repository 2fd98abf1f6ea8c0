from __future__ import annotations

import pytest
from django.http import QueryDict

from leads.desk_question import FREE, MINE, DeskQuestion
from leads.forms import desk_question


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("", DeskQuestion()),
        ("tab=all&q=+mara+&page=3", DeskQuestion(tab="all", search="mara", page=3)),
        ("tab=secret&page=-1&q=%00", DeskQuestion()),
        ("page=9999999999999999999999&q=" + "x" * 101, DeskQuestion()),
        ("page=two&q=ma%E2%80%AEra", DeskQuestion(tab="all", search="mara")),
        ("q=mara&tab=todo", DeskQuestion(tab="all", search="mara")),
        (
            "tab=followups&owner=free&funnel=7&source=news&fit=A&overdue=1",
            DeskQuestion(
                tab="followups", owner="free", funnel=7, source="news", fit="A", is_overdue=True
            ),
        ),
        ("owner=boss&funnel=-1&fit=Z&overdue=yes&source=%00", DeskQuestion()),
        ("funnel=99999999999999999999&page=999999", DeskQuestion(page=40)),
    ],
)
def test_desk_question_ignores_what_it_cannot_understand(
    query: str, question: DeskQuestion
) -> None:
    assert desk_question(QueryDict(query)) == question


def test_desk_question_leads_back_to_the_same_list() -> None:
    assert DeskQuestion().query == ""
    assert DeskQuestion(tab="all", search="a&b", page=2).query == "tab=all&q=a%26b&page=2"
    assert DeskQuestion().at_page(2) == "page=2"
    assert DeskQuestion(tab="followups", funnel=7, is_overdue=True).query == (
        "tab=followups&funnel=7&overdue=1"
    )


def test_desk_question_takes_a_filter_away_that_is_pressed_again() -> None:
    question = DeskQuestion(owner=MINE, page=3)
    assert (question.with_owner(MINE), question.with_owner(FREE)) == ("", "owner=free")
    assert question.with_overdue == "owner=mine&overdue=1"
