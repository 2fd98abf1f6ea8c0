from __future__ import annotations

import pytest

from leads.details import Detail, DetailRefusedError, clean_detail, keep_details
from leads.models import LeadDetail
from tests.leads.factories import NOW, ago, make_lead


@pytest.mark.django_db
def test_keep_details_lets_the_newest_word_stand_and_an_empty_one_take_nothing_back() -> None:
    lead = make_lead()
    first = [Detail("f/s/team", "Team?", "Twelve"), Detail("f/s/tool", "Tool?", "")]
    keep_details(lead=lead, details=first, now=ago(days=1))
    later = [Detail("f/s/team", "How large is your team?", "Nine"), Detail("f/s/tool", "T", "Pen")]
    keep_details(lead=lead, details=later, now=NOW)
    keep_details(lead=lead, details=first[1:], now=NOW)
    rows = LeadDetail.objects.values_list("lead", "key", "label", "value", "written_at")
    assert list(rows) == [
        (lead.pk, "f/s/team", "How large is your team?", "Nine", NOW),
        (lead.pk, "f/s/tool", "T", "Pen", NOW),
    ]


def test_clean_detail_takes_one_line_of_300() -> None:
    assert clean_detail(" one\ntwo ") == "one two"
    assert clean_detail("x" * 300) == "x" * 300
    with pytest.raises(DetailRefusedError, match="shorten this to 300 characters"):
        clean_detail("x" * 10_000)
    with pytest.raises(DetailRefusedError, match="in plain letters"):
        clean_detail("\x00")
