from __future__ import annotations

import pytest
from django.http import QueryDict

from leads.desk import DeskQuestion
from leads.forms import desk_question


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("", DeskQuestion()),
        ("tab=all&q=+mara+&page=3", DeskQuestion(tab="all", search="mara", page=3)),
        ("tab=secret&page=-1&q=%00", DeskQuestion()),
        ("page=9999999999999999999999&q=" + "x" * 101, DeskQuestion()),
        ("page=two&q=ma%E2%80%AEra", DeskQuestion(search="mara")),
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
